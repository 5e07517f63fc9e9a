import type { DiagnosticCode } from "../../diagnostics/diagnostic.ts";

export type Hcl1TokenKind =
  | "identifier"
  | "string"
  | "heredoc"
  | "number"
  | "boolean"
  | "{"
  | "}"
  | "["
  | "]"
  | ","
  | "="
  | "end"
  | "invalid";

export interface Hcl1Token {
  readonly kind: Hcl1TokenKind;
  readonly start: number;
  readonly end: number;
  /** The value of a text, with its escapes undone; any other token as it was written. */
  readonly text: string;
  /** Why an invalid token is none. */
  readonly problem?: Hcl1Problem;
}

/** What is wrong with a token. Offsets are the file's. */
export interface Hcl1Problem {
  readonly code: DiagnosticCode;
  readonly summary: string;
  readonly detail: string;
  readonly start: number;
  readonly end: number;
  /** Where it was noticed, when that is far from where it began. */
  readonly noticedAt?: { readonly message: string; readonly offset: number };
}
