import type { SourceRange } from "../diagnostics/source-file.ts";
import type { Expression } from "./expression.ts";

/**
 * Where the element at `path` of an expression's value is written: keys and indexes lead through literal objects and
 * lists as far as these go, and the range of the last expression reached is the answer.
 */
export function rangeAt(expression: Expression, path: readonly (string | number)[]): SourceRange {
  let current = expression;
  for (const step of path) {
    const next = elementAt(withoutParentheses(current), step);
    if (!next) break;
    current = next;
  }
  return current.range;
}

function withoutParentheses(expression: Expression): Expression {
  let current = expression;
  while (current.kind === "parentheses") current = current.inner;
  return current;
}

function elementAt(expression: Expression, step: string | number): Expression | undefined {
  if (expression.kind === "tuple") return expression.elements[Number(step)];
  if (expression.kind !== "object") return undefined;
  // The last of equal keys is the one whose value counts.
  return expression.items.findLast(({ key }) => key.kind === "literal" && String(key.value) === String(step))
    ?.value;
}
