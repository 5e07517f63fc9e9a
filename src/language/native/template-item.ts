import type { Expression } from "../expression.ts";
import type { ForIntroduction } from "./for-parser.ts";

/**
 * A template before its directives are matched up: a flat list, in which literal text is split after each newline
 * because strip markers and heredoc indentation act on the piece of a line next to them.
 */
export type TemplateItem =
  | TemplateText
  | (Span & { readonly kind: "interpolation"; readonly expression: Expression })
  | (Span & { readonly kind: "if"; readonly condition: Expression })
  | (Span & { readonly kind: "for"; readonly introduction: ForIntroduction })
  | (Span & { readonly kind: "else" | "endif" | "endfor" });

export interface TemplateText extends Span {
  readonly kind: "text";
  readonly text: string;
}

/** Offsets into the text that is parsed. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where a template ends: at a quote, at a line that holds only the marker, or at the end of the text. */
export type TemplateEnd =
  | { readonly kind: "quote"; readonly start: number }
  | { readonly kind: "marker"; readonly marker: string; readonly start: number }
  | { readonly kind: "limit" };
