import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import type { SourceRange } from "../../src/diagnostics/source-file.ts";
import type { Vocabulary } from "../../tools/text-mutation/mutate-text.ts";

/** A part of the front end that must take any text. */
export interface FuzzTarget {
  readonly name: string;
  /** What is mutated. */
  readonly texts: readonly string[];
  readonly vocabulary: Vocabulary;
  /** Throws when the part does what it must not. */
  readonly examine: (text: string) => void;
}

/** Throws for a place that is not in its file. */
export function expectInside(diagnostics: readonly Diagnostic[]): void {
  for (const diagnostic of diagnostics) {
    const { subject, context, related } = diagnostic;
    for (const range of [subject, context, ...related.map((other) => other.range)])
      if (range && !isInside(range))
        throw new Error(`${diagnostic.code} is at ${range.start}-${range.end}, outside of its file`);
  }
}

function isInside({ file, start, end }: SourceRange): boolean {
  return start >= 0 && start <= end && end <= file.text.length;
}
