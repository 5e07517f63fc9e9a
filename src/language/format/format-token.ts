import type { Punctuation } from "../native/token.ts";

/**
 * A piece of a document that formatting moves but does not change. Unlike the parser's tokens these keep comments, and
 * a template is one token as long as nothing in it is evaluated.
 */
export interface FormatToken {
  readonly kind: FormatTokenKind;
  readonly text: string;
}

export type FormatTokenKind =
  | Punctuation
  | "name"
  | "number"
  /** A block's label without quotes. */
  | "bare-label"
  /** The `=` of an argument; that of an object's item is plain. */
  | "argument-equals"
  /** `"…"` without interpolations and directives. */
  | "text"
  /** A heredoc without interpolations and directives, up to the end of its last line. */
  | "heredoc"
  /** A quoted text up to its first interpolation or directive. */
  | "text-start"
  /** A heredoc up to its first interpolation or directive. */
  | "heredoc-start"
  /** What stands between two interpolations or directives; absent when they touch. */
  | "template-middle"
  /** What follows the last one, with the closing quote or marker. */
  | "template-end"
  /** `${` or `%{`, with the strip marker. */
  | "sequence-open"
  /** The `}` of an interpolation or directive, with the strip marker. */
  | "sequence-close"
  | "comment"
  /** A comment that ends with its line; the line break is a token of its own. */
  | "line-comment"
  | "newline";

/** 1 for what opens a bracket, -1 for what closes one, 0 for all else. */
export function bracketChange(kind: FormatTokenKind): -1 | 0 | 1 {
  if (kind === "{" || kind === "[" || kind === "(" || kind === "sequence-open") return 1;
  return kind === "}" || kind === "]" || kind === ")" || kind === "sequence-close" ? -1 : 0;
}

export function isEquals(kind: FormatTokenKind): boolean {
  return kind === "=" || kind === "argument-equals";
}
