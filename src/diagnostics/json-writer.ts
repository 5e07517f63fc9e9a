import type { Diagnostic, DiagnosticCode, Severity } from "./diagnostic.ts";
import { inSourceOrder } from "./diagnostic.ts";
import type { SourcePosition, SourceRange } from "./source-file.ts";
import { lineIndexAt, lineStarts, lineText, positionAt } from "./source-file.ts";

/**
 * Diagnostics as `terraform validate -json` writes them, so that editors and pipelines that read those read these.
 * `code` and `related` are ours.
 *
 * @see https://developer.hashicorp.com/terraform/cli/commands/validate#json-output-format
 */
export interface TerraformJson {
  readonly format_version: "1.0";
  /** True without an error; warnings do not matter. */
  readonly valid: boolean;
  readonly error_count: number;
  readonly warning_count: number;
  /** In source order. */
  readonly diagnostics: readonly TerraformDiagnostic[];
}

export interface TerraformDiagnostic {
  readonly severity: Severity;
  readonly code: DiagnosticCode;
  readonly summary: string;
  readonly detail: string;
  readonly range?: TerraformRange;
  readonly snippet?: TerraformSnippet;
  readonly related: readonly { readonly message: string; readonly range: TerraformRange }[];
}

/** `end` is excluded. */
export interface TerraformRange {
  readonly filename: string;
  readonly start: SourcePosition;
  readonly end: SourcePosition;
}

export interface TerraformSnippet {
  /** The head of the block around the subject (`service "web"`), or null when the subject stands in none. */
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
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  return {
    format_version: "1.0",
    valid: errors === 0,
    error_count: errors,
    warning_count: diagnostics.length - errors,
    diagnostics: inSourceOrder(diagnostics).map(toTerraformDiagnostic),
  };
}

function toTerraformDiagnostic(diagnostic: Diagnostic): TerraformDiagnostic {
  const { severity, code, summary, detail, subject, related } = diagnostic;
  const snippet = subject && toSnippet(subject, diagnostic.context);
  return {
    severity,
    code,
    summary,
    detail,
    ...(subject && { range: toTerraformRange(subject) }),
    ...(snippet && { snippet }),
    related: related.map(({ message, range }) => ({ message, range: toTerraformRange(range) })),
  };
}

/** A range with its positions worked out, as the JSON output has it. */
export function toTerraformRange({ file, start, end }: SourceRange): TerraformRange {
  return { filename: file.filename, start: positionAt(file, start), end: positionAt(file, end) };
}

/** Code units of source that one snippet may repeat: a diagnostic on a minified document must not carry all of it. */
const maxSnippetUnits = 8_192;
const maxContextUnits = 200;

function toSnippet(subject: SourceRange, context: SourceRange | undefined): TerraformSnippet | undefined {
  const { file } = subject;
  const firstLine = lineIndexAt(file, subject.start);
  const lastLine = lineIndexAt(file, Math.max(subject.start, subject.end - 1));
  const offset = lineStarts(file)[firstLine] ?? 0;
  const code = wholeLines(subject, firstLine, lastLine);
  if (code.length > maxSnippetUnits) return undefined;
  const start = utf8Length(code.slice(0, subject.start - offset));
  return {
    context: context ? blockHead(context, firstLine) : null,
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

function blockHead({ file, start }: SourceRange, subjectLine: number): string | null {
  const line = lineIndexAt(file, start);
  const text = lineText(file, line).trim();
  if (line >= subjectLine || !text.endsWith("{") || text.length > maxContextUnits) return null;
  return text.slice(0, -1).trimEnd();
}

const encoder = new TextEncoder();

function utf8Length(text: string): number {
  return encoder.encode(text).length;
}
