import { isList, isObject, isSensitive, isUnknown } from "./value.ts";
import type { Sensitive, Value } from "./value.ts";

/** What is shown in a sensitive value's place, wherever one would appear. */
export const hiddenValue = "(sensitive value)";

/** The value marked as one that nobody may be shown. An unknown value stays as it is: it holds nothing yet. */
export function markSensitive(value: Value): Value {
  return isUnknown(value) || isSensitive(value) ? value : { kind: "sensitive", value };
}

/** The value without the mark it has itself; marks further in stay. */
export function withoutMark(value: Value): Exclude<Value, Sensitive> {
  // A mark is never put on a marked value, so one step is all there is.
  return isSensitive(value) ? withoutMark(value.value) : value;
}

/** Whether the value or anything in it is marked. Remembered per composite, since large ones are asked about often. */
export function holdsSensitive(value: Value): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (isSensitive(value)) return true;
  const known = holders.get(value);
  if (known !== undefined) return known;
  const members = isList(value) || isObject(value) ? [...value.values()] : [];
  const holds = members.some(holdsSensitive);
  holders.set(value, holds);
  return holds;
}

/** The value without any mark, at any depth: for whoever sees to it that the result is marked or hidden. */
export function withoutMarks(value: Value): Value {
  if (!holdsSensitive(value)) return value;
  const plain = withoutMark(value);
  if (isList(plain)) return plain.map(withoutMarks);
  if (isObject(plain)) return new Map([...plain].map(([key, member]) => [key, withoutMarks(member)]));
  return plain;
}

/** Where the marks are: the keys and indexes that lead to each marked part, the outermost only. */
export function sensitivePaths(value: Value): readonly (readonly (string | number)[])[] {
  if (isSensitive(value)) return [[]];
  const members = isList(value) ? [...value.entries()] : isObject(value) ? [...value] : [];
  return members.flatMap(([step, member]) => sensitivePaths(member).map((path) => [step, ...path]));
}

/** Every text and number that stands in a value, as messages would show it: what must be kept out of them. */
export function scalarTexts(value: Value): readonly string[] {
  const plain = withoutMark(value);
  if (isList(plain)) return plain.flatMap(scalarTexts);
  if (isObject(plain)) return [...plain.values()].flatMap(scalarTexts);
  return typeof plain === "string" || typeof plain === "number" ? [String(plain)] : [];
}

const holders = new WeakMap<object, boolean>();
