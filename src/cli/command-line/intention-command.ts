import { Option } from "commander";
import type { Command } from "commander";
import type { Choose } from "./choose.ts";
import { withVariables } from "./options.ts";

interface DocumentFlags {
  readonly documents: string;
  readonly json?: true;
}

interface MatchFlags extends DocumentFlags {
  readonly source?: true;
  readonly destination?: true;
}

const afterHelp = `
Examples:
  mesh intention check web api
  mesh intention match --destination api`;

export function addIntentionCommand(program: Command, choose: Choose): void {
  const intention = program
    .command("intention")
    .description("answers questions about intentions; needs no agent")
    .addHelpText("after", afterHelp);
  addCheck(intention, choose);
  addMatch(intention, choose);
}

function addCheck(intention: Command, choose: Choose): void {
  const command = withDocuments(
    intention
      .command("check")
      .description(
        "says whether a source may call a destination: exit status 0 yes, 1 no or not in every case",
      )
      .argument("<source>", "the calling service")
      .argument("<destination>", "the service called"),
  );
  const variableFlags = withVariables(command);
  command.action((source: string, destination: string, { documents, json }: DocumentFlags) =>
    choose(async (context) => {
      const { intentionCheck } = await import("../runtime-commands.ts");
      const form = json ? "json" : "text";
      return intentionCheck({ source, destination, path: documents, variableFlags, form }, context);
    }),
  );
}

function addMatch(intention: Command, choose: Choose): void {
  const command = withDocuments(
    intention
      .command("match")
      .description("lists the intentions that are about a service, in the order in which they are tried")
      .argument("<service>", "its name")
      .addOption(new Option("--source", "as the one who calls").conflicts("destination"))
      .addOption(
        new Option("--destination", "as the one who is called, which is meant unless said otherwise"),
      ),
  );
  const variableFlags = withVariables(command);
  command.action((service: string, { source, documents, json }: MatchFlags) =>
    choose(async (context) => {
      const { intentionMatch } = await import("../runtime-commands.ts");
      const as = source ? "source" : "destination";
      const form = json ? "json" : "text";
      return intentionMatch({ service, as, path: documents, variableFlags, form }, context);
    }),
  );
}

function withDocuments(command: Command): Command {
  return command
    .option("-d, --documents <path>", "a document, or a folder of documents", ".")
    .option("--json", "as JSON");
}
