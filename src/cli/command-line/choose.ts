import type { CommandContext } from "../commands/command-context.ts";
import type { ExitCode } from "../exit-code.ts";

/** A command with its arguments, ready to be run. */
export type ChosenCommand = (context: CommandContext) => Promise<ExitCode> | ExitCode;

/** Takes note of what the command line asks for. What runs is loaded only then: reading documents needs no server. */
export type Choose = (command: ChosenCommand) => void;
