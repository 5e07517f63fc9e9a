import { displayCells, type DisplayCell } from "./display-text.ts";

/** A stretch of one source line, cut to fit, and where the marked part stands in it. */
export interface SourceExcerpt {
  readonly text: string;
  /** Columns before the mark, from 0. */
  readonly markColumn: number;
  /** Columns under the mark; at least 1, so that a mark at the end of a line is seen too. */
  readonly markWidth: number;
}

export interface ExcerptOptions {
  /** The part that must be in view, in UTF-16 code units of the line; `end` may equal `start`. */
  readonly mark: { readonly start: number; readonly end: number };
  /** The columns there are. What is cut off is shown by `…`. */
  readonly maxWidth: number;
}

/** Columns kept before a mark that is too far right for the line's beginning to stay in view. */
const leadWidth = 24;

/** Work is bound by `maxWidth`, not by the line: a minified document is one line of megabytes. */
export function excerptLine(line: string, { mark, maxWidth }: ExcerptOptions): SourceExcerpt {
  const near = nearMark(line, mark, 4 * maxWidth);
  const cells = displayCells(line.slice(near.start, near.end));
  const start = mark.start - near.start;
  const end = mark.end - near.start;
  const markedFrom = cells.findIndex((cell) => cell.end > start);
  const marked = markedFrom < 0 ? cells.length : markedFrom;

  const fits = near.whole && totalWidth(cells) <= maxWidth;
  const from = fits ? 0 : firstVisible(cells, { marked, end, maxWidth, atLineStart: near.start === 0 });
  const cutsLeft = from > 0 || near.start > 0;
  const to = fits ? cells.length : endOfVisible(cells, { from, maxWidth: maxWidth - Number(cutsLeft) });
  const cutsRight = to < cells.length || near.end < line.length;

  const text = cells.slice(from, to).map((cell) => cell.text);
  const markedCells = cells.slice(marked, to).filter((cell) => cell.start < end);
  return {
    text: `${cutsLeft ? "…" : ""}${text.join("")}${cutsRight ? "…" : ""}`.trimEnd(),
    markColumn: Number(cutsLeft) + totalWidth(cells.slice(from, Math.max(from, marked))),
    markWidth: Math.max(1, totalWidth(markedCells)),
  };
}

interface NearMark {
  readonly start: number;
  readonly end: number;
  readonly whole: boolean;
}

function nearMark(line: string, mark: ExcerptOptions["mark"], units: number): NearMark {
  const start = withoutHalfPair(line, Math.max(0, mark.start - units));
  const end = withoutHalfPair(line, Math.min(line.length, mark.start + 2 * units));
  return { start, end, whole: start === 0 && end === line.length };
}

function withoutHalfPair(line: string, offset: number): number {
  const isSecondHalf = (line.charCodeAt(offset) & 0xfc00) === 0xdc00;
  return isSecondHalf && offset > 0 ? offset - 1 : offset;
}

interface FirstVisibleOptions {
  readonly marked: number;
  readonly end: number;
  readonly maxWidth: number;
  readonly atLineStart: boolean;
}

/** The line's first cell when the mark is in view from there, else a cell `leadWidth` columns before the mark. */
function firstVisible(
  cells: readonly DisplayCell[],
  { marked, end, maxWidth, atLineStart }: FirstVisibleOptions,
): number {
  const before = totalWidth(cells.slice(0, marked));
  const under = totalWidth(cells.slice(marked).filter((cell) => cell.start < end));
  if (atLineStart && before + Math.min(under, maxWidth / 2) < maxWidth) return 0;
  let from = marked;
  let lead = 0;
  for (let cell = cells[from - 1]; cell && lead + cell.width <= leadWidth; cell = cells[from - 1]) {
    lead += cell.width;
    from -= 1;
  }
  return from;
}

function endOfVisible(
  cells: readonly DisplayCell[],
  { from, maxWidth }: { from: number; maxWidth: number },
): number {
  let columns = 0;
  let to = from;
  // One column is kept for the sign that the rest is cut off.
  for (let cell = cells[to]; cell && columns + cell.width < maxWidth; cell = cells[to]) {
    columns += cell.width;
    to += 1;
  }
  return to;
}

function totalWidth(cells: readonly DisplayCell[]): number {
  return cells.reduce((sum, cell) => sum + cell.width, 0);
}
