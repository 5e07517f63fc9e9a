import { graphemeCount } from "../../diagnostics/source-file.ts";
import type { FormatLine } from "./format-line.ts";

/**
 * The lines as text. In consecutive lines that have one, the `=` stand below each other; then the same goes for
 * comments. Widths are in grapheme clusters. Undefined when the text would be longer than `maxLength`: one very long
 * line among many short ones asks for more spaces than anybody has room for.
 */
export function writeAligned(lines: readonly FormatLine[], maxLength: number): string | undefined {
  const leadWidths = lines.map(({ indent, lead }) => indent + graphemeCount(lead));
  const assignmentGaps = gapsBefore(
    leadWidths,
    lines.map(({ assignment }) => assignment !== undefined),
  );
  const widths = lines.map(({ assignment, comment }, index) =>
    // Only a comment has to know where the assignment ends.
    comment === undefined || assignment === undefined
      ? (leadWidths[index] ?? 0)
      : (leadWidths[index] ?? 0) + (assignmentGaps[index] ?? 0) + graphemeCount(assignment),
  );
  const commentGaps = gapsBefore(
    widths,
    lines.map(({ comment }) => comment !== undefined),
  );
  const gaps = { assignment: assignmentGaps, comment: commentGaps };
  return lengthOf(lines, gaps) > maxLength ? undefined : write(lines, gaps);
}

/** For each line, the spaces before its cell; 0 where there is none. A line without a cell ends a run. */
function gapsBefore(widths: readonly number[], hasCell: readonly boolean[]): readonly number[] {
  const gaps = new Array<number>(widths.length).fill(0);
  for (let start = 0; start < widths.length; start += 1) {
    let end = start;
    let widest = 0;
    for (; hasCell[end]; end += 1) widest = Math.max(widest, widths[end] ?? 0);
    for (let at = start; at < end; at += 1) gaps[at] = widest - (widths[at] ?? 0) + 1;
    start = end;
  }
  return gaps;
}

interface Gaps {
  readonly assignment: readonly number[];
  readonly comment: readonly number[];
}

function lengthOf(lines: readonly FormatLine[], gaps: Gaps): number {
  let length = 0;
  for (const [index, { indent, lead, assignment, comment, lineBreak }] of lines.entries()) {
    length += indent + lead.length + lineBreak.length;
    length += (gaps.assignment[index] ?? 0) + (assignment?.length ?? 0);
    length += (gaps.comment[index] ?? 0) + (comment?.length ?? 0);
  }
  return length;
}

function write(lines: readonly FormatLine[], gaps: Gaps): string {
  const parts: string[] = [];
  for (const [index, { indent, lead, assignment, comment, lineBreak }] of lines.entries()) {
    let line = indent > 0 ? " ".repeat(indent) + lead : lead;
    if (assignment !== undefined) line += " ".repeat(gaps.assignment[index] ?? 0) + assignment;
    if (comment !== undefined) line += " ".repeat(gaps.comment[index] ?? 0) + comment;
    parts.push(line, lineBreak);
  }
  return parts.join("");
}
