import type { SourceRange } from "../diagnostics/source-file.ts";

/** A setting as it holds after everything that may give it was asked, the most precise first. */
export interface Setting<T> {
  readonly value: T;
  /** Where it was given; undefined for a default. */
  readonly range: SourceRange | undefined;
}
