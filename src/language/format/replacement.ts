import type { FormatToken, FormatTokenKind } from "./format-token.ts";

/** Tokens that take the place of those from `start` up to `end`. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly tokens: readonly FormatToken[];
}

/** Whether nothing but comments stands between `end` and the end of the value's line or block. */
export function isValueEnd(tokens: readonly FormatToken[], end: number): boolean {
  let at = end;
  while (tokens[at]?.kind === "comment") at += 1;
  const next = tokens[at]?.kind;
  return next === undefined || valueEnds.has(next);
}

const valueEnds: ReadonlySet<FormatTokenKind> = new Set<FormatTokenKind>(["newline", "line-comment", "}"]);
