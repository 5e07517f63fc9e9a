import type { Command } from "commander";
import type { Choose } from "./choose.ts";

export function addExplainCodeCommand(program: Command, choose: Choose): void {
  program
    .command("explain-code")
    .description("says what a code such as MESH3004 means, with an example and the way out")
    .argument("<code>", "the code, with or without MESH")
    .addHelpText("after", "\nExample:\n  mesh explain-code MESH3004")
    .action((code: string) =>
      choose(async (context) => {
        const { explainCode } = await import("../commands/explain-code.ts");
        return explainCode(code, context);
      }),
    );
}
