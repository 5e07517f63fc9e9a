import { hasErrors } from "../../../src/diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../../src/diagnostics/diagnostic.ts";
import { lineIndexAt } from "../../../src/diagnostics/source-file.ts";
import type { SourceRange } from "../../../src/diagnostics/source-file.ts";
import { hcl1ToValue } from "../../../src/language/hcl1/hcl1-to-value.ts";
import { toPlainValue } from "../../../src/language/hcl1/hcl1-value.ts";
import { parseHcl1 } from "../../../src/language/hcl1/parse-hcl1.ts";
import type { JsonValue } from "../../../src/language/value.ts";

export interface ReadHcl1 {
  readonly value: JsonValue;
  readonly diagnostics: readonly Diagnostic[];
}

/** A document's plain value, and what was wrong with it: as in the original, only what parses is decoded. */
export function readHcl1(text: string, filename = "entry.hcl"): ReadHcl1 {
  const parsed = parseHcl1({ filename, text });
  const { value, diagnostics } = hcl1ToValue(parsed.value);
  return {
    value: toPlainValue(value),
    diagnostics: hasErrors(parsed.diagnostics) ? parsed.diagnostics : diagnostics,
  };
}

/** The value of a document that must be without mistakes. */
export function valueOf(text: string, filename = "entry.hcl"): JsonValue {
  const { value, diagnostics } = readHcl1(text, filename);
  if (hasErrors(diagnostics)) throw new Error(diagnostics.map(({ summary }) => summary).join("\n"));
  return value;
}

/**
 * The lines that the first error names: its subject's, and those of the places it relates to. The first is the one that
 * a reader from the top notices first: an unclosed object counts as noticed where it would have to end.
 */
export function linesOfFirstError(diagnostics: readonly Diagnostic[]): readonly number[] {
  const places = diagnostics.filter(({ severity }) => severity === "error").map(placesOf);
  const first = places.reduce(
    (a, b) => (Math.max(...b.map(startOf)) < Math.max(...a.map(startOf)) ? b : a),
    [{ file: { filename: "", text: "" }, start: Number.POSITIVE_INFINITY, end: 0 }],
  );
  return first.map(({ file, start }) => lineIndexAt(file, start) + 1);
}

function placesOf({ subject, related }: Diagnostic): readonly SourceRange[] {
  return [...(subject ? [subject] : []), ...related.map(({ range }) => range)];
}

function startOf({ start }: SourceRange): number {
  return start;
}
