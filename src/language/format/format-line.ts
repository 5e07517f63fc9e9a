import { bracketChange, isEquals } from "./format-token.ts";
import type { FormatToken } from "./format-token.ts";
import { isSpaced } from "./spacing.ts";

/**
 * A line in up to three cells, each with the spaces inside it settled. Only the distance between the cells is open: it
 * depends on the lines around. A heredoc, and a comment over several lines, are part of the line they begin on.
 */
export interface FormatLine {
  readonly indent: number;
  readonly lead: string;
  /** From the `=` on, when the whole value is on this line. */
  readonly assignment: string | undefined;
  /** A comment behind something else. */
  readonly comment: string | undefined;
  /** The line break as it was written; empty on the last line. */
  readonly lineBreak: string;
}

/**
 * Makes lines of tokens: settles how far they are indented, and which parts of them are to be aligned. It is given the
 * items of a document in their order.
 */
export class LineLayout {
  readonly lines: FormatLine[] = [];
  private readonly indentation = new Indentation();

  add(item: readonly FormatToken[]): void {
    let start = 0;
    for (let at = 0; at < item.length; at += 1) {
      const token = item[at];
      if (token?.kind !== "newline") continue;
      this.lines.push(toLine(item.slice(start, at), token.text, this.indentation));
      start = at + 1;
    }
    if (start < item.length) this.lines.push(toLine(item.slice(start), "", this.indentation));
  }
}

function toLine(tokens: readonly FormatToken[], lineBreak: string, indentation: Indentation): FormatLine {
  const commentAt = trailingCommentAt(tokens, lineBreak);
  const assignmentAt = assignmentStart(tokens, commentAt);
  const indent = tokens.length === 0 ? 0 : indentation.pass(lineBracketChange(tokens, assignmentAt));
  return {
    indent,
    lead: writeCell(tokens, 0, Math.min(assignmentAt, commentAt)),
    assignment: assignmentAt < commentAt ? writeCell(tokens, assignmentAt, commentAt) : undefined,
    comment: tokens[commentAt]?.text,
    lineBreak,
  };
}

/** The index of the comment that the line ends with, behind something else; the line's length when there is none. */
function trailingCommentAt(tokens: readonly FormatToken[], lineBreak: string): number {
  const last = tokens.at(-1)?.kind;
  const isTrailing = last === "line-comment" || (last === "comment" && lineBreak === "");
  return isTrailing && tokens.length > 1 ? tokens.length - 1 : tokens.length;
}

/** The index of the line's first `=`, when all brackets behind it are closed on this line; else `end`. */
function assignmentStart(tokens: readonly FormatToken[], end: number): number {
  const at = tokens.findIndex(({ kind }) => isEquals(kind));
  if (at <= 0 || at >= end) return end;
  let change = 0;
  for (const { kind } of tokens.slice(at)) change += bracketChange(kind);
  return change === 0 ? at : end;
}

/** By how many brackets more are open behind the line than before it. What follows a heredoc does not count. */
function lineBracketChange(tokens: readonly FormatToken[], end: number): number {
  let change = 0;
  for (let at = 0; at < end; at += 1) {
    const kind = tokens[at]?.kind;
    if (kind === undefined || kind === "heredoc" || kind === "heredoc-start") break;
    change += bracketChange(kind);
  }
  return change;
}

function writeCell(tokens: readonly FormatToken[], start: number, end: number): string {
  let text = "";
  let before: FormatToken | undefined;
  let left: FormatToken | undefined;
  for (let at = start; at < end; at += 1) {
    const right = tokens[at];
    if (!right) break;
    if (left && isSpaced({ before, left, right })) text += " ";
    text += right.text;
    before = left;
    left = right;
  }
  return text;
}

/**
 * How far lines are indented. However many brackets a line opens, it indents by one level; the level ends with the line
 * that closes as many.
 */
class Indentation {
  /** For each level, how many brackets its line opened that are still open. */
  private readonly levels: number[] = [];

  /** Takes note of a line; gives the indentation of that line in spaces. */
  pass(bracketChangeOfLine: number): number {
    if (bracketChangeOfLine < 0) this.close(-bracketChangeOfLine);
    const indent = spacesPerLevel * this.levels.length;
    if (bracketChangeOfLine > 0) this.levels.push(bracketChangeOfLine);
    return indent;
  }

  private close(count: number): void {
    let left = count;
    while (left > 0 && this.levels.length > 0) {
      const open = this.levels.pop() ?? 0;
      if (open > left) this.levels.push(open - left);
      left -= open;
    }
  }
}

const spacesPerLevel = 2;
