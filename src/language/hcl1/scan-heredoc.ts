import { languageCodes } from "../codes.ts";
import type { Hcl1Problem, Hcl1Token } from "./hcl1-token.ts";
import { markerLines } from "../marker-lines.ts";
import { invalidToken, unreadableCharacter } from "./invalid-token.ts";

/**
 * The heredoc at `start`: `<<MARKER` or `<<-MARKER`, lines of text, and a line with nothing but the marker, which must
 * end with a newline.
 *
 * White space before the closing marker of the `<<` form stays in the text. In the `<<-` form it is the indentation
 * taken from every line, provided that all lines have it; otherwise the lines stay as they are. A `<<-` heredoc is not
 * closed by a marker without white space before it.
 */
export function scanHeredoc(text: string, start: number): Hcl1Token {
  introducerForm.lastIndex = start;
  const introducer = introducerForm.exec(text);
  const [opening = "", dash = "", marker = ""] = introducer ?? [];
  if (!introducer) return invalidToken(invalidIntroducer(text, start));
  const contentStart = start + opening.length;
  const closing = closingLine(text, { contentStart, dash, marker });
  const nul = text.slice(start, closing?.start).indexOf("\0");
  if (nul >= 0) return invalidToken(unreadableCharacter(text, start + nul));
  if (!closing) return invalidToken(unclosedHeredoc(text, { start, dash, marker }));
  const content = text.slice(contentStart, closing.start).replaceAll("\r\n", "\n");
  const { prefix } = closing;
  const value = dash === "-" ? withoutIndent(content, prefix) : content + prefix;
  return { kind: "heredoc", start, end: closing.end, text: value };
}

interface ClosingLine {
  readonly start: number;
  /** The white space before the marker. */
  readonly prefix: string;
  readonly end: number;
}

function closingLine(
  text: string,
  {
    contentStart,
    dash,
    marker,
  }: { readonly contentStart: number; readonly dash: string; readonly marker: string },
): ClosingLine | undefined {
  for (const { lineStart, start, end } of markerLines(text, marker, contentStart)) {
    const prefix = text.slice(lineStart, start);
    lineEndForm.lastIndex = end;
    const lineEnd = lineEndForm.exec(text)?.[0];
    const isIndented = prefix !== "" || dash === "";
    if (isIndented && lineEnd !== undefined && !/[^ \t\v\f\r]/.test(prefix))
      return { start: lineStart, prefix, end: end + lineEnd.length };
  }
  return undefined;
}

function withoutIndent(content: string, prefix: string): string {
  const lines = content.split("\n").slice(0, -1);
  // Left as it is, the text loses the white space that ends it: that of the marker's line is not told apart.
  if (!lines.every((line) => line.startsWith(prefix)))
    return (content + prefix.slice(1)).replace(/[ \t]+$/, "");
  return lines.map((line) => `${line.slice(prefix.length)}\n`).join("");
}

function invalidIntroducer(text: string, start: number): Hcl1Problem {
  lineForm.lastIndex = start;
  const line = lineForm.exec(text)?.[0] ?? "<";
  return {
    code: languageCodes.expectedExpression,
    summary: "Invalid heredoc",
    detail:
      "A heredoc begins with << or <<-, directly followed by its marker and the end of the line: <<EOF. Correct the line, or put the text in double quotes.",
    start,
    end: start + line.length,
  };
}

function unclosedHeredoc(
  text: string,
  { start, dash, marker }: { readonly start: number; readonly dash: string; readonly marker: string },
): Hcl1Problem {
  const indented = dash === "-" ? " with white space before it" : "";
  return {
    code: languageCodes.unclosedHeredoc,
    summary: "Unclosed heredoc",
    detail: `No line holds the marker "${marker}" alone${indented} and ends with a newline. Add it where the text ends.`,
    start,
    end: start + 2 + dash.length + marker.length,
    noticedAt: { message: "the file ends here", offset: text.length },
  };
}

const introducerForm = /<<(-?)([\p{L}\p{Nd}_]+)\r?\n/uy;
const lineEndForm = /\r*\n/y;
const lineForm = /[^\r\n]*/y;
