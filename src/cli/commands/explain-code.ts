import { errorPageText } from "../../diagnostics/error-page-text.ts";
import { didYouMean } from "../../diagnostics/suggest.ts";
import { allPages } from "../error-manual/all-pages.ts";
import { exitCodes } from "../exit-code.ts";
import type { ExitCode } from "../exit-code.ts";
import type { CommandContext } from "./command-context.ts";

/** Columns of prose that are pleasant to read, where the terminal has them. */
const proseWidth = 100;

/** Prints the page about a code. Case, and the `MESH` in front, do not matter. */
export function explainCode(written: string, { terminal }: CommandContext): ExitCode {
  const code = written.toUpperCase().replace(/^(?=\d)/, "MESH");
  const page = [...allPages.values()].find((candidate) => candidate.code === code);
  if (page) {
    terminal.out(errorPageText(page, Math.min(proseWidth, terminal.columns ?? proseWidth)));
    return exitCodes.success;
  }
  const suggestion = didYouMean(code, allPages.keys());
  terminal.note(
    `There is no code "${written}".${suggestion} A code is MESH and four digits, as in the brackets behind "Error".`,
  );
  return exitCodes.failure;
}
