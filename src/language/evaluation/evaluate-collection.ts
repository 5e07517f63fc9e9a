import { languageCodes } from "../codes.ts";
import { textOf } from "../conversion.ts";
import type { Expression, ObjectExpression, TupleExpression } from "../expression.ts";
import { describeKind, isUnknown, unknownValue } from "../value.ts";
import type { Unknown, Value } from "../value.ts";
import type { EvaluationContext } from "./evaluation-context.ts";

export function evaluateTuple(expression: TupleExpression, context: EvaluationContext): Value {
  return context.admit(
    expression.elements.map((element) => context.evaluate(element)),
    expression,
  );
}

export function evaluateObject(expression: ObjectExpression, context: EvaluationContext): Value {
  const members = new Map<string, Value>();
  const keyExpressions = new Map<string, Expression>();
  let waits = false;
  for (const item of expression.items) {
    const key = isAmbiguous(item.key)
      ? reportAmbiguousKey(item.key, context)
      : evaluateKey(item.key, context);
    const value = context.evaluate(item.value);
    if (isUnknown(key)) {
      waits = true;
      continue;
    }
    const first = keyExpressions.get(key);
    if (first) reportDuplicateKey(key, { first, second: item.key }, context);
    keyExpressions.set(key, item.key);
    members.set(key, value);
  }
  return waits ? unknownValue : context.admit(members, expression);
}

/** The value of a key's expression as a text; unknown when it waits or failed. */
export function evaluateKey(expression: Expression, context: EvaluationContext): string | Unknown {
  const value = context.reveal(context.evaluate(expression));
  if (isUnknown(value)) return value;
  return (
    textOf(value) ??
    context.fail({
      code: languageCodes.invalidKey,
      summary: "Invalid key",
      detail: `The key of an object is a text, but this is ${describeKind(value)}. Give a text, or something that has one.`,
      subject: expression.range,
    })
  );
}

/** A reference without parentheses could as well be a name with dots. */
function isAmbiguous(key: Expression): boolean {
  return key.kind === "traversal" && key.source.kind === "variable";
}

function reportAmbiguousKey(key: Expression, context: EvaluationContext): Unknown {
  return context.fail({
    code: languageCodes.ambiguousKey,
    summary: "Ambiguous key",
    detail:
      "A reference as a key must be told from a name with dots. Put it in parentheses if it is a reference, in quotes if it is a name.",
    subject: key.range,
  });
}

function reportDuplicateKey(
  key: string,
  { first, second }: { readonly first: Expression; readonly second: Expression },
  context: EvaluationContext,
): void {
  context.fail({
    code: languageCodes.duplicateKey,
    summary: "Duplicate key",
    detail: `The key "${key}" is already set in this object. Remove one of the two.`,
    subject: second.range,
    related: [{ message: "set first here", range: first.range }],
  });
}
