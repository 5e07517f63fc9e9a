import { hasErrors } from "../../../src/diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../../src/diagnostics/diagnostic.ts";
import { lineIndexAt } from "../../../src/diagnostics/source-file.ts";
import { hcl1ToValue } from "../../../src/language/hcl1/hcl1-to-value.ts";
import { toPlainValue } from "../../../src/language/hcl1/hcl1-value.ts";
import { parseHcl1 } from "../../../src/language/hcl1/parse-hcl1.ts";
import type { JsonValue } from "../../../src/language/value.ts";

export interface ReadHcl1 {
  readonly value: JsonValue;
  readonly diagnostics: readonly Diagnostic[];
}

/** A document's plain value, and everything that was wrong with it. */
export function readHcl1(text: string, filename = "entry.hcl"): ReadHcl1 {
  const parsed = parseHcl1({ filename, text });
  const { value, diagnostics } = hcl1ToValue(parsed.value);
  return { value: toPlainValue(value), diagnostics: [...parsed.diagnostics, ...diagnostics] };
}

/** The value of a document that must be without mistakes. */
export function valueOf(text: string, filename = "entry.hcl"): JsonValue {
  const { value, diagnostics } = readHcl1(text, filename);
  if (hasErrors(diagnostics)) throw new Error(diagnostics.map(({ summary }) => summary).join("\n"));
  return value;
}

/** The lines that the first error names: its subject's, and those of the places it relates to. */
export function linesOfFirstError(diagnostics: readonly Diagnostic[]): readonly number[] {
  const first = diagnostics.find(({ severity }) => severity === "error");
  const ranges = [first?.subject, ...(first?.related ?? []).map(({ range }) => range)];
  return ranges.flatMap((range) => (range ? [lineIndexAt(range.file, range.start) + 1] : []));
}
