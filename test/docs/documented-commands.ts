import { CommanderError } from "commander";
import type { Command } from "commander";
import { commandTable, flagNames } from "../../src/cli/command-line/command-table.ts";
import { readEnvironment } from "../../src/cli/environment.ts";
import { withTwoDashes } from "../../src/cli/flags.ts";

/** The command table, with nothing behind it: parsing runs no command. */
function silentTable(): Command {
  const program = commandTable(readEnvironment({}), () => undefined);
  const silent = (command: Command): void => {
    command.configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
    command.commands.forEach(silent);
  };
  silent(program);
  return program;
}

/** What is wrong with a command line, in the parser's words; undefined when nothing is. */
export async function commandLineProblem(args: readonly string[]): Promise<string | undefined> {
  try {
    const table = silentTable();
    await table.parseAsync([...withTwoDashes(args, flagNames(table))], { from: "user" });
    return undefined;
  } catch (cause) {
    // `--help` and `--version` end the parsing too, and are no problem.
    if (cause instanceof CommanderError) return cause.exitCode === 0 ? undefined : cause.message;
    throw cause;
  }
}

/**
 * What is wrong with a mention such as `mesh apply -var`, which need not be complete: each word has to be a command, and
 * each flag one of its own. Words in capitals stand for something.
 */
export function mentionProblem(words: readonly string[]): string | undefined {
  let command = silentTable();
  const flags = flagNames(command);
  // What follows `--` is another program's.
  const own = words.includes("--") ? words.slice(0, words.indexOf("--")) : words;
  for (const word of withTwoDashes(own, flags)) {
    if (word.startsWith("-")) {
      const [flag = ""] = word.split("=");
      const isKnown = ["--help", "--version"].includes(flag) || findOption(command, flag);
      if (!isKnown) return `"${command.name()}" has no flag ${flag}`;
      continue;
    }
    const inner = command.commands.find((candidate) => candidate.name() === word);
    if (inner) command = inner;
    else if (command.commands.length > 0) return `"${command.name()}" has no command ${word}`;
  }
  return undefined;
}

function findOption(command: Command, flag: string): boolean {
  return command.options.some(({ short, long }) => short === flag || long === flag);
}

/** The `mesh` command lines of a shell block, as arguments. */
export function meshCommandLines(shell: string): readonly (readonly string[])[] {
  const lines = shell.replaceAll("\\\n", " ").split("\n");
  return lines.flatMap((line) => {
    const match = /^(?:\$ )?(?:mesh|node dist\/mesh\.cjs) (.*)$/.exec(line.trim());
    return match ? [wordsOf(match[1] ?? "")] : [];
  });
}

/** As a shell splits them, up to a comment, a pipe or another command. */
function wordsOf(text: string): readonly string[] {
  const words = text.match(/(?:'[^']*'|"[^"]*"|\S)+/g) ?? [];
  const end = words.findIndex((word) => /^([#|&>;]|[12]>)/.test(word));
  return (end < 0 ? words : words.slice(0, end)).map((word) => word.replaceAll(/['"]/g, ""));
}
