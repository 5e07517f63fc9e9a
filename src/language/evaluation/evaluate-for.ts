import { languageCodes } from "../codes.ts";
import { convertValue, isSet } from "../conversion.ts";
import type { Expression, ForObjectExpression, ForTupleExpression } from "../expression.ts";
import { describeKind, isList, isObject, isUnknown, sortedKeys, unknownValue } from "../value.ts";
import type { Unknown, Value } from "../value.ts";
import { evaluateKey } from "./evaluate-collection.ts";
import type { EvaluationContext } from "./evaluation-context.ts";

export function evaluateForTuple(expression: ForTupleExpression, context: EvaluationContext): Value {
  const elements: Value[] = [];
  for (const inner of eachElement(expression, context)) {
    if (inner === "unknown") return unknownValue;
    elements.push(inner.evaluate(expression.value));
  }
  return context.admit(elements, expression);
}

export function evaluateForObject(expression: ForObjectExpression, context: EvaluationContext): Value {
  const groups = new Map<string, Value[]>();
  for (const inner of eachElement(expression, context)) {
    const key = inner === "unknown" ? unknownValue : evaluateKey(expression.key, inner);
    if (inner === "unknown" || isUnknown(key)) return unknownValue;
    const value = inner.evaluate(expression.value);
    const group = groups.get(key);
    if (!group) groups.set(key, [value]);
    else if (expression.grouping) group.push(value);
    else reportDuplicate(key, expression, inner);
  }
  if (expression.grouping) return context.admit(groups, expression);
  return context.admit(new Map([...groups].map(([key, [value = null]]) => [key, value])), expression);
}

/** What a `for` expression and a `for` directive have in common. */
export interface Iteration {
  readonly keyName: string | undefined;
  readonly valueName: string;
  readonly collection: Expression;
  readonly condition?: Expression | undefined;
}

/**
 * The context of each element that the condition lets through: lists in order, maps by key. Ends with `unknown` when the
 * collection or a condition is, and after the first element that fails, since the others would most likely fail alike.
 */
export function* eachElement(
  iteration: Iteration,
  context: EvaluationContext,
): Iterable<EvaluationContext | "unknown"> {
  const failures = context.failureCount;
  const pairs = pairsOf(
    context.reveal(context.evaluate(iteration.collection)),
    iteration.collection,
    context,
  );
  if (isUnknownPairs(pairs)) {
    yield "unknown";
    return;
  }
  for (const [key, value] of pairs) {
    const names: [string, Value][] = [[iteration.valueName, value]];
    if (iteration.keyName !== undefined) names.push([iteration.keyName, key]);
    const inner = context.withVariables(new Map(names));
    const admitted = iteration.condition === undefined || evaluateCondition(iteration.condition, inner);
    if (admitted === true) yield inner;
    if (isUnknownFlag(admitted) || context.failureCount > failures) {
      yield "unknown";
      return;
    }
  }
}

/** A condition's value as a bool; unknown when it waits or failed. */
export function evaluateCondition(expression: Expression, context: EvaluationContext): boolean | Unknown {
  const value = context.reveal(context.evaluate(expression));
  if (isUnknown(value)) return value;
  const result = value === null ? undefined : convertValue(value, { kind: "bool" });
  if (result?.kind === "converted" && typeof result.value === "boolean") return result.value;
  return context.fail({
    code: languageCodes.invalidCondition,
    summary: "Invalid condition",
    detail: `A condition is true or false, but this is ${describeKind(value)}. Compare it with something, for example: … != null.`,
    subject: expression.range,
  });
}

export function isUnknownFlag(flag: boolean | Unknown): flag is Unknown {
  return typeof flag !== "boolean";
}

type Pairs = Iterable<readonly [Value, Value]>;

function pairsOf(collection: Value, expression: Expression, context: EvaluationContext): Pairs | Unknown {
  if (isUnknown(collection)) return collection;
  // An element of a set has no number: it is its own key.
  if (isSet(collection)) return collection.map((element) => [element, element] as const);
  if (isList(collection)) return collection.entries();
  if (isObject(collection))
    return sortedKeys(collection).map((key) => [key, collection.get(key) ?? null] as const);
  return context.fail({
    code: languageCodes.notIterable,
    summary: "Not a collection",
    detail: `A for expression goes over a list or a map, but this is ${describeKind(collection)}. Put a single value in brackets to make it a list.`,
    subject: expression.range,
  });
}

function isUnknownPairs(pairs: Pairs | Unknown): pairs is Unknown {
  return "kind" in pairs;
}

function reportDuplicate(key: string, expression: ForObjectExpression, context: EvaluationContext): void {
  context.fail({
    code: languageCodes.duplicateKey,
    summary: "Duplicate key",
    detail: `Two elements give the key "${key}". Make the keys differ, or put "..." behind the value to gather the values of equal keys.`,
    subject: expression.key.range,
  });
}
