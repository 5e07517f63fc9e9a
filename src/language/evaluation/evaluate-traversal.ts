import { spellingFix } from "../../diagnostics/spelling-fix.ts";
import { didYouMean } from "../../diagnostics/suggest.ts";
import { languageCodes } from "../codes.ts";
import type { Expression, TraversalExpression, TraversalStep } from "../expression.ts";
import { isOpen } from "../scope.ts";
import { describeKind, isList, isObject, isUnknown, unknownValue } from "../value.ts";
import type { ObjectValue, Unknown, Value } from "../value.ts";
import type { EvaluationContext } from "./evaluation-context.ts";

export function evaluateTraversal(expression: TraversalExpression, context: EvaluationContext): Value {
  const source = context.evaluate(expression.source);
  return context.admit(applySteps(source, { expression, from: 0 }, context), expression);
}

interface Steps {
  readonly expression: TraversalExpression;
  readonly from: number;
}

function applySteps(source: Value, { expression, from }: Steps, context: EvaluationContext): Value {
  let value: Value = source;
  for (let index = from; index < expression.steps.length; index += 1) {
    const step = expression.steps[index];
    if (!step) break;
    value = context.reveal(value);
    if (isUnknown(value)) return value;
    switch (step.kind) {
      case "attribute":
        value = attributeOf(value, { step, index, expression }, context);
        break;
      case "index":
        value = elementOf(value, step.key, context);
        break;
      case "legacy-index":
        value = elementOf(value, { kind: "literal", value: step.index, range: step.range }, context);
        break;
      case "full-splat":
        return splat(value, context, (element) =>
          applySteps(element, { expression, from: index + 1 }, context),
        );
      case "attribute-splat": {
        const end = endOfAttributes(expression.steps, index + 1);
        const inner = { ...expression, steps: expression.steps.slice(0, end) };
        value = splat(value, context, (element) =>
          applySteps(element, { expression: inner, from: index + 1 }, context),
        );
        index = end - 1;
      }
    }
  }
  return value;
}

function endOfAttributes(steps: readonly TraversalStep[], from: number): number {
  let end = from;
  while (steps[end]?.kind === "attribute" || steps[end]?.kind === "legacy-index") end += 1;
  return end;
}

/** Null has no elements, and a single value is a list of one: what makes `x[*]` the idiom for "x, if any". */
function splat(value: Value, context: EvaluationContext, each: (element: Value) => Value): Value {
  const elements = isList(value) ? value : value === null ? [] : [value];
  const failures = context.failureCount;
  const results: Value[] = [];
  for (const element of elements) {
    results.push(each(element));
    if (context.failureCount > failures) return unknownValue;
  }
  return results;
}

interface AttributePlace {
  readonly step: Extract<TraversalStep, { kind: "attribute" }>;
  readonly index: number;
  readonly expression: TraversalExpression;
}

function attributeOf(value: Value, place: AttributePlace, context: EvaluationContext): Value {
  const { step } = place;
  if (isObject(value)) {
    const member = value.get(step.name);
    if (member !== undefined) return member;
    const owner = ownerOf(place);
    if (owner !== "object" && isOpen(context.scope, owner)) return unknownValue;
    return reportMissing(step.name, { object: value, range: step.range, owner }, context);
  }
  return context.fail({
    code: languageCodes.unsupportedMember,
    summary: "Unsupported attribute",
    detail: isList(value)
      ? `A list has no attributes. Choose an element first, as in [0].${step.name}, or take the attribute of all with [*].${step.name}.`
      : `Only objects have attributes, but this is ${describeKind(value)}. Leave ".${step.name}" out, or guard it with a condition.`,
    subject: step.range,
    context: place.expression.range,
  });
}

/** How messages name what lacks an attribute: `var`, `local` and `module` are the user's own declarations. */
function ownerOf({ expression, index }: AttributePlace): Owner {
  if (index > 0 || expression.source.kind !== "variable") return "object";
  const { name } = expression.source;
  return name === "var" || name === "local" || name === "module" ? name : "object";
}

type Owner = "var" | "local" | "module" | "object";

function reportMissing(
  name: string,
  {
    object,
    range,
    owner,
  }: { readonly object: ObjectValue; readonly range: Expression["range"]; readonly owner: Owner },
  context: EvaluationContext,
): Unknown {
  const suggestion = didYouMean(name, firstNames(object));
  // The step's range begins with its dot.
  const nameRange = { ...range, start: range.start + 1 };
  const fix =
    object.size > maxComparedNames
      ? {}
      : spellingFix({ written: name, range: nameRange, known: object.keys() });
  switch (owner) {
    case "var":
      return context.fail({
        code: languageCodes.undeclaredVariable,
        summary: "Undeclared variable",
        detail: `No variable "${name}" is declared.${suggestion || ` Declare it: variable "${name}" {}`}`,
        subject: range,
        ...fix,
      });
    case "local":
      return context.fail({
        code: languageCodes.undeclaredVariable,
        summary: "Undeclared local",
        detail: `No local "${name}" is declared.${suggestion || ` Set it in a locals block: ${name} = …`}`,
        subject: range,
        ...fix,
      });
    case "module":
      return context.fail({
        code: languageCodes.undeclaredVariable,
        summary: "Undeclared module",
        detail: `No module "${name}" is called.${suggestion || ` Call it: module "${name}" { source = "./…" }`}`,
        subject: range,
        ...fix,
      });
    case "object": {
      const known = [...firstNames(object)].slice(0, 12).join(", ");
      return context.fail({
        code: languageCodes.unsupportedMember,
        summary: "Unsupported attribute",
        detail: `This object has no attribute "${name}".${suggestion || (known ? ` It has: ${known}.` : " It is empty.")}`,
        subject: range,
        ...fix,
      });
    }
  }
}

const maxComparedNames = 500;

/** Enough names for a suggestion; a list of thousands of errors must not compare each with thousands of names. */
function* firstNames(object: ObjectValue): Iterable<string> {
  let left = maxComparedNames;
  for (const name of object.keys()) {
    if (left === 0) return;
    left -= 1;
    yield name;
  }
}

function elementOf(collection: Value, keyExpression: Expression, context: EvaluationContext): Value {
  const key = context.reveal(context.evaluate(keyExpression));
  if (isUnknown(key)) return key;
  if (isList(collection)) return listElement(collection, { key, expression: keyExpression }, context);
  if (isObject(collection)) {
    if (typeof key !== "string" && typeof key !== "number")
      return reportIndex(
        `The key of a map is a text, but this is ${describeKind(key)}. Give a text.`,
        keyExpression,
        context,
      );
    const member = collection.get(String(key));
    return (
      member ??
      (member === null ? null : missingKey(String(key), { collection, expression: keyExpression }, context))
    );
  }
  return reportIndex(
    `Only lists, maps and objects have elements, but this is ${describeKind(collection)}. Leave the index out, or guard it with a condition.`,
    keyExpression,
    context,
  );
}

interface ElementKey {
  readonly key: Value;
  readonly expression: Expression;
}

function listElement(
  list: readonly Value[],
  { key, expression }: ElementKey,
  context: EvaluationContext,
): Value {
  const index = typeof key === "string" && /^\d+$/.test(key) ? Number(key) : key;
  if (typeof index !== "number" || !Number.isInteger(index)) {
    return reportIndex(
      `The index of a list is a whole number, but this is ${describeKind(key)}. Give a number from 0.`,
      expression,
      context,
    );
  }
  const element = list[index];
  if (element !== undefined) return element;
  const has =
    list.length === 0
      ? "The list is empty"
      : `The list has ${list.length} element${list.length === 1 ? "" : "s"}, from 0 to ${list.length - 1}`;
  return reportIndex(
    `${has}; there is none at ${index}. Choose another index, or guard it with length().`,
    expression,
    context,
  );
}

function missingKey(
  key: string,
  { collection, expression }: { readonly collection: ObjectValue; readonly expression: Expression },
  context: EvaluationContext,
): Unknown {
  const suggestion = didYouMean(key, firstNames(collection));
  return reportIndex(
    `There is no element "${key}".${suggestion || ` Add it, or give a stand-in with lookup(map, "${key}", …).`}`,
    expression,
    context,
  );
}

function reportIndex(detail: string, expression: Expression, context: EvaluationContext): Unknown {
  return context.fail({
    code: languageCodes.invalidIndex,
    summary: "Invalid index",
    detail,
    subject: expression.range,
  });
}
