import type { Command } from "commander";
import type { Choose } from "./choose.ts";
import { withVariables } from "./options.ts";

interface ShowFlags {
  readonly effective: string;
  readonly documents: string;
  readonly json?: true;
}

const afterHelp = `
Example:
  mesh show --effective api`;

export function addShowCommand(program: Command, choose: Choose): void {
  const command = program
    .command("show")
    .description("shows what holds for a service after merging, and which line says so; needs no agent")
    .requiredOption("--effective <service>", "the service whose settings are shown")
    .option("-d, --documents <path>", "a document, or a folder of documents", ".")
    .option("--json", "as JSON")
    .addHelpText("after", afterHelp);
  const variableFlags = withVariables(command);
  command.action(({ effective, documents, json }: ShowFlags) =>
    choose(async (context) => {
      const { show } = await import("../runtime-commands.ts");
      const form = json ? "json" : "text";
      return show({ service: effective, path: documents, variableFlags, form }, context);
    }),
  );
}
