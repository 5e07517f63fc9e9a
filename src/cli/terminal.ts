import { createInterface } from "node:readline";
import { styleText } from "node:util";

type Style = "bold" | "dim" | "red" | "green" | "yellow" | "cyan";

/** How somebody answered a question: with a line, with Ctrl-C, or not at all because the input ended. */
export type Answer =
  { readonly kind: "line"; readonly text: string } | { readonly kind: "interrupted" | "ended" };

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
  /** What somebody typed; undefined when the input ended. */
  ask(question: string): Promise<Answer>;
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

function ask(question: string): Promise<Answer> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  return new Promise((resolve) => {
    lines.once("SIGINT", () => {
      resolve({ kind: "interrupted" });
      lines.close();
    });
    lines.once("close", () => resolve({ kind: "ended" }));
    lines.question(question, (answer) => {
      resolve({ kind: "line", text: answer });
      lines.close();
    });
  });
}
