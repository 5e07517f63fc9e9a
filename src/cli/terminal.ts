import { createInterface } from "node:readline";
import { styleText } from "node:util";

type Style = "bold" | "dim" | "red" | "green" | "yellow" | "cyan";

/** Where a command writes and whom it asks. Results go to `out`, everything about getting there to `note`. */
export interface Terminal {
  readonly color: "always" | "never";
  /** Somebody is there to be asked. */
  readonly isInteractive: boolean;
  /** How many columns there are; undefined where nobody looks, as in a pipe. */
  readonly columns?: number | undefined;
  out(text: string): void;
  note(text: string): void;
  /** The text in that style where colours are shown, itself elsewhere. */
  style(style: Style, text: string): string;
  /** The line somebody typed; undefined when the input ended. */
  ask(question: string): Promise<string | undefined>;
}

/** The process's own terminal. Colour is for terminals: never in a pipe, nor against NO_COLOR. */
export function processTerminal({ noColor }: { readonly noColor: boolean }): Terminal {
  const color = process.stdout.isTTY && !noColor ? "always" : "never";
  return {
    color,
    isInteractive: process.stdin.isTTY && process.stdout.isTTY,
    columns: process.stderr.columns || undefined,
    out: (text) => process.stdout.write(`${text}\n`),
    note: (text) => process.stderr.write(`${text}\n`),
    style: (style, text) => (color === "always" ? styleText(style, text, { validateStream: false }) : text),
    ask,
  };
}

function ask(question: string): Promise<string | undefined> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  return new Promise((resolve) => {
    lines.once("close", () => resolve(undefined));
    lines.question(question, (answer) => {
      resolve(answer);
      lines.close();
    });
  });
}
