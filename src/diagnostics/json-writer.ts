import { blockHeadAt } from "./block-outline.ts";
import type { Diagnostic, DiagnosticCode } from "./diagnostic.ts";
import { countBySeverity, inSourceOrder } from "./diagnostic.ts";
import type { SourcePosition, SourceRange } from "./source-file.ts";
import { lineIndexAt, lineStarts, lineText, positionAt } from "./source-file.ts";

/**
 * Diagnostics as `terraform validate -json` writes them, so that editors and pipelines that read those read these.
 * `code`, `hint`, `related` and `fix` are ours.
 *
 * @see https://developer.hashicorp.com/terraform/cli/commands/validate#json-output-format
 */
export interface TerraformJson {
  readonly format_version: "1.0";
  /** True without an error; warnings do not matter. */
  readonly valid: boolean;
  readonly error_count: number;
  /** Hints are among them. */
  readonly warning_count: number;
  /** In source order. */
  readonly diagnostics: readonly TerraformDiagnostic[];
}

export interface TerraformDiagnostic {
  /** Readers know these two alone, so a hint is a warning here and marked as what it is by {@link hint}. */
  readonly severity: "error" | "warning";
  readonly hint?: true;
  readonly code: DiagnosticCode;
  readonly summary: string;
  readonly detail: string;
  readonly range?: TerraformRange;
  readonly snippet?: TerraformSnippet;
  readonly related: readonly { readonly message: string; readonly range: TerraformRange }[];
  /** What `mesh validate --fix` would change. */
  readonly fix?: { readonly title: string; readonly range: TerraformRange; readonly replacement: string };
}

/** `end` is excluded. */
export interface TerraformRange {
  readonly filename: string;
  readonly start: SourcePosition;
  readonly end: SourcePosition;
}

export interface TerraformSnippet {
  /** The head of the top-level block around the subject (`service "web"`), or null when it stands in none. */
  readonly context: string | null;
  /** The subject's whole lines, without the last line ending. */
  readonly code: string;
  /** The number, from 1, of the first of them. */
  readonly start_line: number;
  /** Where the subject begins and ends in `code`, in bytes of its UTF-8 form, as Terraform counts. */
  readonly highlight_start_offset: number;
  readonly highlight_end_offset: number;
  /** Always empty: Terraform puts the values of the expressions involved here. */
  readonly values: readonly [];
}

export function toTerraformJson(diagnostics: readonly Diagnostic[]): TerraformJson {
  const { error, warning, hint } = countBySeverity(diagnostics);
  return {
    format_version: "1.0",
    valid: error === 0,
    error_count: error,
    warning_count: warning + hint,
    diagnostics: inSourceOrder(diagnostics).map(toTerraformDiagnostic),
  };
}

function toTerraformDiagnostic(diagnostic: Diagnostic): TerraformDiagnostic {
  const { severity, code, summary, detail, subject, related, fix } = diagnostic;
  const snippet = subject && toSnippet(subject);
  return {
    severity: severity === "error" ? "error" : "warning",
    ...(severity === "hint" && { hint: true }),
    code,
    summary,
    detail,
    ...(subject && { range: toTerraformRange(subject) }),
    ...(snippet && { snippet }),
    related: related.map(({ message, range }) => ({ message, range: toTerraformRange(range) })),
    ...(fix && { fix: { ...fix, range: toTerraformRange(fix.range) } }),
  };
}

/** A range with its positions worked out, as the JSON output has it. */
export function toTerraformRange({ file, start, end }: SourceRange): TerraformRange {
  return { filename: file.filename, start: positionAt(file, start), end: positionAt(file, end) };
}

/** Code units of source that one snippet may repeat: a diagnostic on a minified document must not carry all of it. */
const maxSnippetUnits = 8_192;

function toSnippet(subject: SourceRange): TerraformSnippet | undefined {
  const { file } = subject;
  const firstLine = lineIndexAt(file, subject.start);
  const lastLine = lineIndexAt(file, Math.max(subject.start, subject.end - 1));
  const offset = lineStarts(file)[firstLine] ?? 0;
  const code = wholeLines(subject, firstLine, lastLine);
  if (code.length > maxSnippetUnits) return undefined;
  const start = utf8Length(code.slice(0, subject.start - offset));
  return {
    context: blockHeadAt(subject) ?? null,
    code,
    start_line: firstLine + 1,
    highlight_start_offset: start,
    highlight_end_offset: start + utf8Length(code.slice(subject.start - offset, subject.end - offset)),
    values: [],
  };
}

/** The text of the lines, or of the first alone when together they are too long. */
function wholeLines({ file }: SourceRange, firstLine: number, lastLine: number): string {
  const start = lineStarts(file)[firstLine] ?? 0;
  const lastStart = lineStarts(file)[lastLine] ?? start;
  const last = lineText(file, lastLine);
  if (lastStart + last.length - start > maxSnippetUnits) return lineText(file, firstLine);
  return file.text.slice(start, lastStart + last.length);
}

const encoder = new TextEncoder();

function utf8Length(text: string): number {
  return encoder.encode(text).length;
}
