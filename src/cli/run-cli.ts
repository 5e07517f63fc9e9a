import { CommanderError } from "commander";
import { AgentError } from "../client/agent-client.ts";
import type { ChosenCommand } from "./command-line/choose.ts";
import { commandTable, flagNames } from "./command-line/command-table.ts";
import { readEnvironment } from "./environment.ts";
import { exitCodes } from "./exit-code.ts";
import type { ExitCode } from "./exit-code.ts";
import { withTwoDashes } from "./flags.ts";
import { describeSystemFailure } from "./system-failure.ts";
import { processTerminal } from "./terminal.ts";

/** Runs one command line, without the program's own name, and says how it went. */
export async function runCli(args: readonly string[]): Promise<ExitCode> {
  const environment = readEnvironment(process.env);
  const terminal = processTerminal(environment);
  let chosen: ChosenCommand = () => exitCodes.usage;
  try {
    const program = commandTable(environment, (command) => (chosen = command));
    await program.parseAsync([...withTwoDashes(args, flagNames(program))], { from: "user" });
    return await chosen({ terminal, environment });
  } catch (cause) {
    // Commander has written what it had to say.
    if (cause instanceof CommanderError) return cause.exitCode === 0 ? exitCodes.success : exitCodes.usage;
    const failure = describeSystemFailure(cause);
    if (failure !== undefined) {
      terminal.note(`${terminal.style("red", "Error")}: ${failure}`);
      return exitCodes.failure;
    }
    if (!(cause instanceof AgentError)) throw cause;
    terminal.note(`${terminal.style("red", "Error")}: ${cause.message}`);
    return cause.code === "refused" ? exitCodes.failure : exitCodes.unreachable;
  }
}
