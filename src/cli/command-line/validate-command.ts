import { Option } from "commander";
import type { Command } from "commander";
import type { Choose } from "./choose.ts";
import { withVariables } from "./options.ts";

interface ValidateFlags {
  readonly format: "text" | "json";
  readonly json?: true;
}

export function addValidateCommand(program: Command, choose: Choose): void {
  const command = program
    .command("validate")
    .description("says everything that is wrong with a document set; needs no agent")
    .argument("<path>", "a document, or a folder of documents")
    .addOption(
      new Option("--format <format>", "how diagnostics are written")
        .choices(["text", "json"])
        .default("text"),
    )
    .option("--json", "the same as --format json")
    .addHelpText("after", "\nExample:\n  mesh validate mesh.hcl -var v2_percent=10");
  const variableFlags = withVariables(command);
  command.action((path: string, { format, json }: ValidateFlags) =>
    choose(async (context) => {
      const { validate } = await import("../commands/validate.ts");
      return validate({ path, variableFlags, format: json ? "json" : format }, context);
    }),
  );
}
