import type { Diagnostic, Severity } from "./diagnostic.ts";
import { countBySeverity, inSourceOrder } from "./diagnostic.ts";
import { displayText } from "./display-text.ts";
import { excerptLine } from "./source-excerpt.ts";
import type { SourceRange } from "./source-file.ts";
import { graphemeCount, lineIndexAt, lineStarts, lineText } from "./source-file.ts";
import { wrapText } from "./wrap-text.ts";

export interface TextOptions {
  /** Whether to emit ANSI colour. The caller decides: it knows the terminal, `NO_COLOR` and the user's flag. */
  readonly color: "always" | "never";
  /** Columns to fit into; 100 when left out, at least 40. Only a word or a code longer than that goes beyond. */
  readonly width?: number | undefined;
  /**
   * How many diagnostics are written out; 100 when left out, more than anybody reads. Errors go before warnings, warnings
   * before hints; the last line counts those left out.
   */
  readonly limit?: number;
}

const defaultWidth = 100;
const defaultLimit = 100;
const minWidth = 40;

/** Lines of context shown above the subject, and as many below. */
const contextLines = 3;

/**
 * Diagnostics for people, in source order: heading, place, source lines with the subject underlined, the related places
 * with theirs, the detail, and a last line that counts. Empty when there are none.
 *
 * What a user wrote is quoted harmlessly: control and bidirectional formatting characters are made visible.
 */
export function writeText(diagnostics: readonly Diagnostic[], options: TextOptions): string {
  if (diagnostics.length === 0) return "";
  const width = Math.max(minWidth, options.width ?? defaultWidth);
  const paint = options.color === "always" ? inColor : plainly;
  const shown = weightiest(diagnostics, options.limit ?? defaultLimit);
  const parts = inSourceOrder(shown).map((diagnostic) => writeDiagnostic(diagnostic, { width, paint }));
  const left = diagnostics.length - shown.length;
  const more = left > 0 ? [`… and ${left.toLocaleString("en")} more`] : [];
  return `${[...parts.map((lines) => lines.join("\n")), ...more, countLine(diagnostics)].join("\n\n")}\n`;
}

/** The first of the diagnostics in source order, those of a graver severity before all others. */
function weightiest(diagnostics: readonly Diagnostic[], limit: number): readonly Diagnostic[] {
  if (diagnostics.length <= limit) return diagnostics;
  const ordered = inSourceOrder(diagnostics);
  return severities
    .flatMap((severity) => ordered.filter((diagnostic) => diagnostic.severity === severity))
    .slice(0, limit);
}

/** From the gravest. */
const severities: readonly Severity[] = ["error", "warning", "hint"];

/** What the writer calls the parts of its text; what they look like is {@link Paint}'s. */
type Role = Severity | "frame" | "strong" | "note";
type Paint = (role: Role, text: string) => string;

interface Layout {
  readonly width: number;
  readonly paint: Paint;
}

const ansi: Readonly<Record<Role, string>> = {
  error: "1;31",
  warning: "1;33",
  hint: "2",
  frame: "1;34",
  strong: "1",
  note: "1;36",
};
const inColor: Paint = (role, text) => (text === "" ? "" : `\u001b[${ansi[role]}m${text}\u001b[0m`);
const plainly: Paint = (_role, text) => text;

const heading: Readonly<Record<Severity, string>> = { error: "Error", warning: "Warning", hint: "Hint" };

function writeDiagnostic(diagnostic: Diagnostic, { width, paint }: Layout): readonly string[] {
  const { code, severity, subject, context, related } = diagnostic;
  const gutter = gutterWidth(diagnostic);
  const head = `${paint(severity, `${heading[severity]}[${code}]`)}${paint("strong", `: ${displayText(diagnostic.summary)}`)}`;
  const lines = [head];
  if (subject) {
    const snippet = { subject, gutter, width, paint, mark: "^", role: severity } as const;
    lines.push(...writeSnippet(context ? { ...snippet, context } : snippet));
  }
  for (const { message, range } of related) {
    lines.push("", `${paint("note", "note")}${paint("strong", `: ${displayText(message)}`)}`);
    lines.push(...writeSnippet({ subject: range, gutter, width, paint, mark: "-", role: "note" }));
  }
  if (diagnostic.detail !== "") lines.push("", ...wrapText(diagnostic.detail, width));
  return lines;
}

interface Snippet extends Layout {
  readonly subject: SourceRange;
  readonly context?: SourceRange;
  readonly gutter: number;
  readonly mark: "^" | "-";
  readonly role: Role;
}

function writeSnippet(snippet: Snippet): readonly string[] {
  const { subject, gutter, paint } = snippet;
  const bar = paint("frame", `${" ".repeat(gutter)} |`);
  const subjectLine = lineIndexAt(subject.file, subject.start);
  return [
    `${" ".repeat(gutter)}${paint("frame", "-->")} ${placeOf(subject)}`,
    bar,
    ...linesBefore(snippet, subjectLine),
    ...markedLine(snippet, subjectLine),
    ...linesAfter(snippet, subjectLine),
  ];
}

function markedLine(snippet: Snippet, line: number): readonly string[] {
  const { subject, gutter, paint, role } = snippet;
  const offset = lineStarts(subject.file)[line] ?? 0;
  const text = lineText(subject.file, line);
  const mark = {
    start: Math.min(subject.start - offset, text.length),
    end: Math.min(subject.end - offset, text.length),
  };
  const excerpt = excerptLine(text, { mark, maxWidth: columnsOf(snippet) });
  const underline = `${" ".repeat(excerpt.markColumn)}${paint(role, snippet.mark.repeat(excerpt.markWidth))}`;
  const lines = [
    numbered(snippet, line, excerpt.text),
    `${paint("frame", `${" ".repeat(gutter)} |`)} ${underline}`,
  ];
  return lastLineOf(subject) > line ? [...lines, omitted(snippet)] : lines;
}

/** The context's lines above the subject: all when they are few, else its first line, which names the block, and the nearest. */
function linesBefore(snippet: Snippet, subjectLine: number): readonly string[] {
  const { context } = snippet;
  if (!context) return [];
  const first = lineIndexAt(context.file, context.start);
  if (subjectLine - first <= contextLines) return contextRange(snippet, first, subjectLine);
  const nearest = subjectLine - contextLines + 1;
  return [
    ...contextRange(snippet, first, first + 1),
    omitted(snippet),
    ...contextRange(snippet, nearest, subjectLine),
  ];
}

function linesAfter(snippet: Snippet, subjectLine: number): readonly string[] {
  const { context, subject } = snippet;
  if (!context || lastLineOf(subject) > subjectLine) return [];
  const last = Math.min(lastLineOf(context), subjectLine + contextLines);
  return contextRange(snippet, subjectLine + 1, last + 1);
}

function contextRange(snippet: Snippet, from: number, to: number): readonly string[] {
  const maxWidth = columnsOf(snippet);
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => {
    const text = lineText(snippet.subject.file, from + index);
    return numbered(snippet, from + index, excerptLine(text, { mark: { start: 0, end: 0 }, maxWidth }).text);
  });
}

function numbered({ gutter, paint }: Snippet, line: number, text: string): string {
  return `${paint("frame", `${String(line + 1).padStart(gutter)} |`)} ${text}`.trimEnd();
}

function omitted({ gutter, paint }: Snippet): string {
  return `${" ".repeat(gutter)} ${paint("frame", "...")}`;
}

/** Columns left for source text beside the line number and its bar. */
function columnsOf({ width, gutter }: Snippet): number {
  return Math.max(20, width - gutter - 3);
}

/** One gutter for all snippets of a diagnostic, as wide as its largest line number. */
function gutterWidth({ subject, context, related }: Diagnostic): number {
  const ranges = [...(subject ? [subject] : []), ...related.map(({ range }) => range)];
  const last = ranges.map((range) => lineIndexAt(range.file, range.start) + 1);
  if (subject && context)
    last.push(Math.min(lastLineOf(context) + 1, lineIndexAt(subject.file, subject.start) + 1 + contextLines));
  return String(last.reduce((largest, line) => Math.max(largest, line), 0)).length;
}

/** The last line with text of the range on it: an end right behind a line break belongs to the line before. */
function lastLineOf({ file, start, end }: SourceRange): number {
  return lineIndexAt(file, Math.max(start, end - 1));
}

function placeOf({ file, start }: SourceRange): string {
  const line = lineIndexAt(file, start);
  const column = graphemeCount(file.text.slice(lineStarts(file)[line] ?? 0, start)) + 1;
  return `${displayText(file.filename)}:${line + 1}:${column}`;
}

function countLine(diagnostics: readonly Diagnostic[]): string {
  const counts = countBySeverity(diagnostics);
  return severities
    .filter((severity) => counts[severity] > 0)
    .map((severity) => counted(counts[severity], severity))
    .join(", ");
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
