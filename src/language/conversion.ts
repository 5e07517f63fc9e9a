import { readNumberText } from "./read-number.ts";
import { textOf } from "./text-of.ts";
import { describeType } from "./type-constraint.ts";
import type { TypeConstraint } from "./type-constraint.ts";
import { holdsSensitive, markSensitive, withoutMarks } from "./sensitive.ts";
import { unifyValues } from "./unify.ts";
import { compareText, describeKind, isList, isObject, isSensitive, isUnknown, sortedKeys } from "./value.ts";
import type { ObjectValue, Sensitive, Value } from "./value.ts";
import { distinctValues, valueKey } from "./value-key.ts";

export { textOf } from "./text-of.ts";

export type Conversion = { readonly kind: "converted"; readonly value: Value } | ConversionFailure;

export interface ConversionFailure {
  readonly kind: "failed";
  /** Where inside the value the trouble is: keys and indexes. */
  readonly path: readonly (string | number)[];
  /** As the end of "The value": `must be a number, but this is a list`. */
  readonly reason: string;
}

/**
 * A value as a type wants it, by Terraform's rules: numbers and bools become texts and back when nothing is lost, tuples
 * become lists and sets, objects become maps, attributes that an object type does not name are dropped. Null and
 * unknown values suit every type.
 */
export function convertValue(value: Value, type: TypeConstraint): Conversion {
  if (value === null || isUnknown(value) || type.kind === "any") return converted(value);
  if (isSensitive(value)) return convertSensitive(value, type);
  switch (type.kind) {
    case "string":
      return convertToText(value);
    case "number":
      return convertToNumber(value);
    case "bool":
      return convertToBool(value);
    case "list":
    case "set":
      return isList(value) ? convertToListOrSet(value, type) : mismatch(value, type);
    case "tuple":
      return isList(value) ? convertToTuple(value, type.elements) : mismatch(value, type);
    case "map":
      return isObject(value) ? convertToMap(value, type.element) : mismatch(value, type);
    case "object":
      return isObject(value) ? convertToObject(value, type) : mismatch(value, type);
  }
}

/** A set as this language holds it: sorted and free of duplicates, so that its order says nothing. */
export function toSet(elements: readonly Value[]): readonly Value[] {
  const set = distinctValues(elements).toSorted(compareElements);
  sets.add(set);
  return set;
}

/** Whether the value came about as a set: lists and sets look alike, but only a set may say which blocks there are. */
export function isSet(value: Value): value is readonly Value[] {
  return isList(value) && sets.has(value);
}

function converted(value: Value): Conversion {
  return { kind: "converted", value };
}

/** The mark stays. What does not suit must not be told in detail, so the way into the value is left out. */
function convertSensitive(value: Sensitive, type: TypeConstraint): Conversion {
  const result = convertValue(value.value, type);
  if (result.kind === "converted") return converted(markSensitive(result.value));
  return { kind: "failed", path: [], reason: `must be ${describeType(type)}, but it is something else` };
}

function mismatch(value: Value, type: TypeConstraint): ConversionFailure {
  return {
    kind: "failed",
    path: [],
    reason: `must be ${describeType(type)}, but this is ${describeKind(value)}`,
  };
}

function convertToText(value: Value): Conversion {
  const text = textOf(value);
  return text === undefined ? mismatch(value, { kind: "string" }) : converted(text);
}

function convertToNumber(value: Value): Conversion {
  if (typeof value === "number") return converted(value);
  const number = typeof value === "string" ? readNumberText(value) : "malformed";
  return typeof number === "number" ? converted(number) : mismatch(value, { kind: "number" });
}

function convertToBool(value: Value): Conversion {
  if (typeof value === "boolean") return converted(value);
  if (value === "true" || value === "1") return converted(true);
  if (value === "false" || value === "0") return converted(false);
  return mismatch(value, { kind: "bool" });
}

function convertToListOrSet(
  value: readonly Value[],
  type: { readonly kind: "list" | "set" | "map"; readonly element: TypeConstraint },
): Conversion {
  const elements =
    type.element.kind === "any" ? unifyElements(value) : convertElements(value, () => type.element);
  if ("kind" in elements) return elements;
  if (type.kind !== "set") return converted(elements.values);
  // Which elements of a set are equal tells something of each, so a mark on one is a mark on the set.
  if (elements.values.some(holdsSensitive))
    return converted(markSensitive(toSet(elements.values.map(withoutMarks))));
  return converted(toSet(elements.values));
}

function convertToTuple(value: readonly Value[], types: readonly TypeConstraint[]): Conversion {
  if (value.length !== types.length) {
    return {
      kind: "failed",
      path: [],
      reason: `must have ${types.length} elements, but this has ${value.length}`,
    };
  }
  const elements = convertElements(value, (index) => types[index]);
  return "kind" in elements ? elements : converted(elements.values);
}

/** Elements of no given type must have one all the same. */
function unifyElements(value: readonly Value[]): { readonly values: readonly Value[] } | ConversionFailure {
  const values = unifyValues(value);
  if (values) return { values };
  return { kind: "failed", path: [], reason: "must have elements of one type, but these differ" };
}

function convertElements(
  value: readonly Value[],
  typeAt: (index: number) => TypeConstraint | undefined,
): { readonly values: readonly Value[] } | ConversionFailure {
  const values: Value[] = [];
  for (const [index, element] of value.entries()) {
    const result = convertValue(element, typeAt(index) ?? { kind: "any" });
    if (result.kind === "failed") return within(index, result);
    values.push(result.value);
  }
  return { values };
}

function convertToMap(value: ObjectValue, element: TypeConstraint): Conversion {
  const keys = sortedKeys(value);
  const given = keys.map((key) => value.get(key) ?? null);
  const elements = element.kind === "any" ? unifyElements(given) : undefined;
  if (elements && "kind" in elements) return elements;
  const members = new Map<string, Value>();
  for (const [index, key] of keys.entries()) {
    const result = convertValue((elements?.values ?? given)[index] ?? null, element);
    if (result.kind === "failed") return within(key, result);
    members.set(key, result.value);
  }
  return converted(members);
}

function convertToObject(value: ObjectValue, type: Extract<TypeConstraint, { kind: "object" }>): Conversion {
  const members = new Map<string, Value>();
  for (const [name, attribute] of type.attributes) {
    const given = value.get(name);
    if (given === undefined && !attribute.optional) {
      return { kind: "failed", path: [], reason: `must have an attribute "${name}", which is missing` };
    }
    const result = convertValue(given ?? attribute.default, attribute.type);
    if (result.kind === "failed") return within(name, result);
    members.set(name, result.value);
  }
  return converted(members);
}

function within(step: string | number, failure: ConversionFailure): ConversionFailure {
  return { ...failure, path: [step, ...failure.path] };
}

/** Bools before numbers before texts before composites, each in its own order; null comes last. */
function compareElements(a: Value, b: Value): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "string" && typeof b === "string") return compareText(a, b);
  return rank(a) - rank(b) || compareComposites(a, b);
}

function rank(value: Value): number {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "number") return 2;
  if (typeof value === "string") return 3;
  return value === null ? 5 : 4;
}

function compareComposites(a: Value, b: Value): number {
  const [left, right] = [valueKey(a), valueKey(b)];
  return typeof left === "string" && typeof right === "string" ? compareText(left, right) : 0;
}

const sets = new WeakSet<readonly Value[]>();
