import type { Command } from "commander";
import type { Choose } from "./choose.ts";

export function addSchemaCommand(program: Command, choose: Choose): void {
  program
    .command("schema")
    .description(
      "prints the JSON Schema of a kind of entry, for editors and other programs; without a kind, lists them",
    )
    .argument("[kind]", "a kind such as service-splitter, or its block's name")
    .addHelpText("after", "\nExample:\n  mesh schema service-splitter > service-splitter.json")
    .action((kind: string | undefined) =>
      choose(async (context) => {
        const { schema } = await import("../commands/schema.ts");
        return schema(kind, context);
      }),
    );
}
