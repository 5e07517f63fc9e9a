import { InvalidArgumentError, Option } from "commander";
import type { Command } from "commander";
import { isSetName, setNameRule } from "../../client/set-name.ts";
import type { Environment } from "../environment.ts";
import type { Choose } from "./choose.ts";
import { addressOption, durationMs, withVariables } from "./options.ts";

interface ApplyFlags {
  readonly address: string;
  readonly set: string;
  readonly autoApprove?: true;
  readonly wait?: true;
  readonly timeout?: number;
}

/** Long enough for proxies that are just starting; `--timeout` says otherwise. */
const defaultWaitMs = 60_000;

export function addApplyCommand(program: Command, choose: Choose, environment: Environment): void {
  const command = program
    .command("apply")
    .description("makes the documents of a path what the mesh is, as one revision")
    .argument("<path>", "a document, or a folder of documents")
    .addOption(addressOption(environment))
    .addOption(
      new Option("--set <name>", "the document set to replace").default("default").argParser(setName),
    )
    .option("--auto-approve", "apply without asking")
    .option("--wait", "return when every connected proxy has acknowledged the revision")
    .option("--timeout <duration>", "how long --wait waits (default 60s)", durationMs)
    .addHelpText("after", "\nExample:\n  mesh apply mesh.hcl -var v2_percent=50 --auto-approve --wait");
  const variableFlags = withVariables(command);
  command.action((path: string, flags: ApplyFlags) =>
    choose(async (context) => {
      const { apply } = await import("../commands/apply.ts");
      const approval = flags.autoApprove ? "given" : "ask";
      const waitMs = flags.wait ? (flags.timeout ?? defaultWaitMs) : undefined;
      return apply(
        { path, variableFlags, agentAddress: flags.address, set: flags.set, approval, waitMs },
        context,
      );
    }),
  );
}

function setName(text: string): string {
  if (!isSetName(text)) throw new InvalidArgumentError(`A set's name has ${setNameRule}.`);
  return text;
}
