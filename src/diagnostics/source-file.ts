import { graphemesOf } from "./graphemes.ts";

/**
 * One document as text, and places in it.
 *
 * Ranges are offsets into the text, so that a parser pays nothing for a position nobody looks at; line, column and
 * byte are computed when a diagnostic is written.
 */
export interface SourceFile {
  /** The name as the user would type it: relative to where the command ran, or the path it was given. */
  readonly filename: string;
  readonly text: string;
}

/** A half-open span of a document: `start` included, `end` excluded, in UTF-16 code units of `file.text`. */
export interface SourceRange {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
}

/** A place for people and editors: `line` from 1, `column` from 1 in grapheme clusters, `byte` from 0 in UTF-8. */
export interface SourcePosition {
  readonly line: number;
  readonly column: number;
  readonly byte: number;
}

/** The smallest range that covers both; both must lie in the same file. */
export function spanning(first: SourceRange, last: SourceRange): SourceRange {
  return { file: first.file, start: Math.min(first.start, last.start), end: Math.max(first.end, last.end) };
}

const lineStartsByFile = new WeakMap<SourceFile, readonly number[]>();

/** Offsets at which each line begins; computed once per file. */
export function lineStarts(file: SourceFile): readonly number[] {
  const known = lineStartsByFile.get(file);
  if (known) return known;
  const starts = [0];
  for (let at = file.text.indexOf("\n"); at >= 0; at = file.text.indexOf("\n", at + 1)) starts.push(at + 1);
  lineStartsByFile.set(file, starts);
  return starts;
}

/** The index (from 0) of the line that holds `offset`. */
export function lineIndexAt(file: SourceFile, offset: number): number {
  const starts = lineStarts(file);
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The text of a line (index from 0) without its line ending; empty past the end of the file. */
export function lineText(file: SourceFile, index: number): string {
  const starts = lineStarts(file);
  const start = starts[index];
  if (start === undefined) return "";
  return file.text.slice(start, starts[index + 1] ?? file.text.length).replace(/\r?\n$/, "");
}

/** Line, column and byte of an offset. Costs no more than a stretch of {@link milestoneUnits} and the offset's line. */
export function positionAt(file: SourceFile, offset: number): SourcePosition {
  const line = lineIndexAt(file, offset);
  const start = lineStarts(file)[line] ?? 0;
  return {
    line: line + 1,
    column: graphemeCount(file.text.slice(start, offset)) + 1,
    byte: byteAt(file, offset),
  };
}

/** How far apart the offsets are whose bytes are kept. */
const milestoneUnits = 4096;

const milestonesByFile = new WeakMap<SourceFile, readonly number[]>();

function byteAt(file: SourceFile, offset: number): number {
  const milestone = Math.floor(offset / milestoneUnits);
  const from = milestone * milestoneUnits;
  return (milestones(file)[milestone] ?? 0) + utf8Length(file.text, from, offset);
}

/** The bytes before every {@link milestoneUnits}th code unit; computed once per file. */
function milestones(file: SourceFile): readonly number[] {
  const known = milestonesByFile.get(file);
  if (known) return known;
  const bytes = [0];
  for (let from = 0; from + milestoneUnits <= file.text.length; from += milestoneUnits)
    bytes.push((bytes.at(-1) ?? 0) + utf8Length(file.text, from, from + milestoneUnits));
  milestonesByFile.set(file, bytes);
  return bytes;
}

/** How many grapheme clusters a text has: what a reader calls characters. */
export function graphemeCount(text: string): number {
  // Plain ASCII is nearly every line and has one cluster per code unit.
  if (/^[\x20-\x7e\t]*$/.test(text)) return text.length;
  let count = 0;
  for (const _ of graphemesOf(text)) count += 1;
  return count;
}

/**
 * The bytes of a stretch of text in UTF-8. Each half of a surrogate pair counts two, so that stretches add up wherever
 * they are cut; a half alone counts three, as the replacement character it is written as.
 */
function utf8Length(text: string, from: number, to: number): number {
  let bytes = 0;
  for (let index = from; index < to; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) bytes += 1;
    else if (unit < 0x800 || isPaired(text, index)) bytes += 2;
    else bytes += 3;
  }
  return bytes;
}

function isPaired(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  if (isHighSurrogate(unit)) return isLowSurrogate(text.charCodeAt(index + 1));
  return isLowSurrogate(unit) && isHighSurrogate(text.charCodeAt(index - 1));
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}
