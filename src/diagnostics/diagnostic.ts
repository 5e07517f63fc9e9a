import type { SourceRange } from "./source-file.ts";

/** An error stops an apply; a warning is likely a mistake; a hint is right as it is and could be simpler. */
export type Severity = "error" | "warning" | "hint";

/** A change of the text that certainly is what the author meant. */
export interface Fix {
  /** What it does, as an order: `Write "port"`. */
  readonly title: string;
  /** What is replaced; always in the subject's own file. */
  readonly range: SourceRange;
  readonly replacement: string;
}

/** A second place that explains the first: "declared here". */
export interface RelatedRange {
  readonly message: string;
  readonly range: SourceRange;
}

/**
 * What is wrong with something a user wrote, as a value. A user's mistake never throws.
 *
 * `summary` is one short line without a full stop; `detail` is sentences and ends with the way out.
 * `subject` is underlined; `context`, when given, is the wider stretch worth printing around it.
 */
export interface Diagnostic {
  /** Stable for ever: `MESH` and four digits. The catalogue is {@link "./codes.ts"}. */
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly summary: string;
  readonly detail: string;
  readonly subject?: SourceRange;
  readonly context?: SourceRange;
  readonly related: readonly RelatedRange[];
  /** Given only where one change is beyond doubt, since `mesh validate --fix` makes it unasked. */
  readonly fix?: Fix;
}

/** `MESH` and four digits; the first digit is the part that reports it (1 language, 2 config, 3 graph, 4 Envoy, 5 runtime). */
export type DiagnosticCode = `MESH${number}`;

/** A stage's result: what could be made of the input, and everything that was wrong with it. */
export interface WithDiagnostics<T> {
  readonly value: T;
  readonly diagnostics: readonly Diagnostic[];
}

/** What {@link error}, {@link warning} and {@link hint} take: everything of a diagnostic but its severity, `related` optional. */
export type DiagnosticDetails = Omit<Diagnostic, "severity" | "related"> &
  Partial<Pick<Diagnostic, "related">>;

/** A diagnostic that stops an apply. */
export function error(details: DiagnosticDetails): Diagnostic {
  return { severity: "error", related: [], ...details };
}

/** A diagnostic that is shown and stops nothing. */
export function warning(details: DiagnosticDetails): Diagnostic {
  return { severity: "warning", related: [], ...details };
}

/** A diagnostic that only points out what could be left out. */
export function hint(details: DiagnosticDetails): Diagnostic {
  return { severity: "hint", related: [], ...details };
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === "error");
}

/** Source order: by file name, then place, then code; those without a place come last. Stable for equal ones. */
export function inSourceOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...diagnostics].sort(compareDiagnostics);
}

/** How many there are of each severity. */
export function countBySeverity(diagnostics: readonly Diagnostic[]): Readonly<Record<Severity, number>> {
  const counts = { error: 0, warning: 0, hint: 0 };
  for (const { severity } of diagnostics) counts[severity] += 1;
  return counts;
}

function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  if (!a.subject || !b.subject) return Number(!a.subject) - Number(!b.subject);
  if (a.subject.file.filename !== b.subject.file.filename)
    return a.subject.file.filename < b.subject.file.filename ? -1 : 1;
  if (a.subject.start !== b.subject.start) return a.subject.start - b.subject.start;
  return a.code < b.code ? -1 : Number(a.code > b.code);
}
