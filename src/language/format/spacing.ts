import { bracketChange, isEquals } from "./format-token.ts";
import type { FormatToken, FormatTokenKind } from "./format-token.ts";

/** Two neighbours on a line, and what stands before them in the same cell. */
export interface Neighbours {
  readonly before: FormatToken | undefined;
  readonly left: FormatToken;
  readonly right: FormatToken;
}

/**
 * Whether a space stands between two tokens in canonical style. The first rule that applies counts.
 *
 * Source: what `terraform fmt` 1.11 does, oddities included: `if(x)`, and `=> - 1` but `: -1`.
 */
export function isSpaced({ before, left, right }: Neighbours): boolean {
  if (left.kind === "name" && (right.kind === "(" || right.kind === "::")) return false;
  if (left.kind === "::" && right.kind === "name") return false;
  // `1.2 .3`: without its space the second point would run into the number.
  if (left.kind === "number" && right.kind === "." && before?.kind !== ".") return true;
  if (left.kind === "." || right.kind === "." || right.kind === "," || right.kind === "...") return false;
  if (left.kind === ",") return true;
  if (isInsideTemplate(left.kind, right.kind)) return false;
  // `[for x in [1]: x]`: the keyword is no name that the bracket could index.
  if (left.kind === "name" && left.text === "in" && before?.kind === "name") return true;
  if (right.kind === "[" && isIndexable(left.kind)) return false;
  if (left.kind === "!") return false;
  if (left.kind === "-") return before !== undefined && !precedesNegation(before.kind);
  if (left.kind === "{" || right.kind === "}") return !(left.kind === "{" && right.kind === "}");
  // An object right inside an interpolation: `${ {} }`.
  if (left.kind === "sequence-open" && right.kind === "{") return true;
  if (left.kind === "}" && right.kind === "sequence-close") return true;
  if (left.kind === "sequence-close" && right.kind === "sequence-open") return false;
  return bracketChange(left.kind) <= 0 && bracketChange(right.kind) >= 0;
}

/** Literal template text keeps its own spaces and gets no others. */
function isInsideTemplate(left: FormatTokenKind, right: FormatTokenKind): boolean {
  return (
    left === "text-start" ||
    left === "heredoc-start" ||
    left === "template-middle" ||
    right === "template-middle" ||
    right === "template-end"
  );
}

function isIndexable(kind: FormatTokenKind): boolean {
  return kind === "name" || kind === "number" || bracketChange(kind) < 0;
}

/** Behind these a minus has no left operand. */
function precedesNegation(kind: FormatTokenKind): boolean {
  return isEquals(kind) || negationContexts.has(kind);
}

const negationContexts: ReadonlySet<FormatTokenKind> = new Set<FormatTokenKind>([
  ...(["(", "{", "[", ":", ",", "?"] as const),
  ...(["+", "-", "*", "/", "%"] as const),
  ...(["==", "!=", ">", ">=", "<", "<=", "&&", "||", "!"] as const),
]);
