import type { Command } from "commander";
import type { Environment } from "../environment.ts";
import type { Choose } from "./choose.ts";
import { addressOption } from "./options.ts";

export function addStatusCommand(program: Command, choose: Choose, environment: Environment): void {
  program
    .command("status")
    .description("shows the revision in force and how far each proxy has come")
    .addOption(addressOption(environment))
    .option("--json", "for scripts")
    .addHelpText("after", "\nExample:\n  mesh status --json")
    .action((flags: { readonly address: string; readonly json?: true }) =>
      choose(async (context) => {
        const { status } = await import("../commands/status.ts");
        return status({ agentAddress: flags.address, format: flags.json ? "json" : "text" }, context);
      }),
    );
}
