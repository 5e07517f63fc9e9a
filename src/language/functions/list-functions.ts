import { convertValue } from "../conversion.ts";
import { compareText, hasUnknown, isList, isUnknown, unknownValue, valuesEqual } from "../value.ts";
import type { Value } from "../value.ts";
import { distinctValues } from "../value-key.ts";
import type { EagerFunction } from "./function-definition.ts";
import { FunctionFailure } from "./function-definition.ts";
import {
  define1,
  define2,
  define3,
  defineAll,
  integer,
  knownList,
  knownValue,
  list,
  number,
  numberList,
  sequence,
  textList,
  unifiedList,
} from "./parameter.ts";

/** Functions on lists and sets. */
export const listFunctions: Readonly<Record<string, EagerFunction>> = {
  concat: defineAll(sequence("lists"), { atLeast: 1 }, (lists) => lists.flat()),
  flatten: define1(list("list"), flatten),
  distinct: define1(unifiedList("list"), distinctValues),
  compact: define1(list("list"), compact),
  element: define2(sequence("list"), integer("index"), element),
  index: define2(knownList("list"), knownValue("value"), indexOf),
  contains: define2(list("list"), knownValue("value"), contains),
  range: defineAll(number("limits"), { atLeast: 1 }, range),
  reverse: define1(list("list"), (values) => values.toReversed()),
  slice: define3([sequence("list"), integer("start"), integer("end")], slice),
  sort: define1(textList("list"), (texts) => [...texts].sort(compareText)),
  sum: define1(numberList("list"), sum),
  chunklist: define2(unifiedList("list"), integer("size"), chunk),
  one: define1(list("list"), one),
  alltrue: define1(list("list"), (values) => combine(values, { decides: false })),
  anytrue: define1(list("list"), (values) => combine(values, { decides: true })),
  coalescelist: defineAll(
    list("lists"),
    { atLeast: 1 },
    (lists) =>
      lists.find(({ length }) => length > 0) ??
      new FunctionFailure("All lists are empty. Add a last one that is not."),
  ),
};

/** A list as long as this takes the language's `range` no further: a slip there should not fill the memory. */
const MAX_RANGE = 1024;

function flatten(values: readonly Value[]): Value {
  const result: Value[] = [];
  for (const value of values) {
    if (isUnknown(value)) return unknownValue;
    if (!isList(value)) result.push(value);
    else {
      const inner = flatten(value);
      if (!isList(inner)) return unknownValue;
      for (const member of inner) result.push(member);
    }
  }
  return result;
}

function compact(values: readonly Value[]): Value | FunctionFailure {
  if (values.some(isUnknown)) return unknownValue;
  const texts = convertValue(values, { kind: "list", element: { kind: "string" } });
  if (texts.kind === "failed" || !isList(texts.value))
    return new FunctionFailure("The elements must be texts or null. Give such a list.", 0);
  return texts.value.filter((value) => value !== null && value !== "");
}

/** Indexes beyond the end start again at the beginning. */
function element(values: readonly Value[], index: number): Value | FunctionFailure {
  if (values.length === 0)
    return new FunctionFailure("An empty list has no element. Guard it with length().", 0);
  if (index < 0)
    return new FunctionFailure(
      "The index must not be negative. For the last element, write length(…) - 1.",
      1,
    );
  return values[index % values.length] ?? null;
}

function indexOf(values: readonly Value[], wanted: Value): Value | FunctionFailure {
  const found = values.findIndex((value) => valuesEqual(value, wanted));
  return found >= 0
    ? found
    : new FunctionFailure("The list does not hold this value. Test with contains() first.", 1);
}

function contains(values: readonly Value[], wanted: Value): Value {
  if (values.some((value) => valuesEqual(value, wanted))) return true;
  return values.some(hasUnknown) ? unknownValue : false;
}

function range(limits: readonly number[]): Value | FunctionFailure {
  const [first = 0, second, third] = limits;
  if (limits.length > 3)
    return new FunctionFailure("At most a start, an end and a step can be given. Leave the rest out.", 3);
  const start = second === undefined ? 0 : first;
  const end = second ?? first;
  const step = third ?? (end < start ? -1 : 1);
  const isBackwards = third !== undefined && third < 0 !== end < start && start !== end;
  if (isBackwards)
    return new FunctionFailure("The step leads away from the end. Give one with the other sign.", 2);
  if (step === 0) return new FunctionFailure("A step of zero never arrives. Give another step.", 2);
  const length = Math.max(0, Math.ceil((end - start) / step));
  if (length > MAX_RANGE)
    return new FunctionFailure(`The range would have more than ${MAX_RANGE} numbers. Give a smaller one.`);
  return Array.from({ length }, (_, position) => start + position * step);
}

function slice(values: readonly Value[], start: number, end: number): Value | FunctionFailure {
  if (start < 0 || start > values.length)
    return new FunctionFailure(`The start must lie between 0 and ${values.length}. Give such an index.`, 1);
  if (end < start || end > values.length)
    return new FunctionFailure(
      `The end must lie between ${start} and ${values.length}. Give such an index.`,
      2,
    );
  return values.slice(start, end);
}

function sum(numbers: readonly number[]): Value | FunctionFailure {
  if (numbers.length === 0)
    return new FunctionFailure("An empty list has no sum. Guard it with length().", 0);
  const total = numbers.reduce((a, b) => a + b);
  return Number.isInteger(total) ? total : Number(total.toPrecision(15));
}

function chunk(values: readonly Value[], size: number): Value | FunctionFailure {
  if (size < 0) return new FunctionFailure("The size must not be negative. Give 0 or more.", 1);
  if (values.length === 0) return [];
  if (size === 0) return [values];
  const chunks: Value[] = [];
  for (let at = 0; at < values.length; at += size) chunks.push(values.slice(at, at + size));
  return chunks;
}

function one(values: readonly Value[]): Value | FunctionFailure {
  if (values.length <= 1) return values[0] ?? null;
  return new FunctionFailure(
    `The list has ${values.length} elements, where at most one is allowed. Choose one of them.`,
    0,
  );
}

/** All true, or any true: the first element that decides does so, whatever is unknown. */
function combine(
  values: readonly Value[],
  { decides }: { readonly decides: boolean },
): Value | FunctionFailure {
  let waits = false;
  for (const value of values) {
    if (isUnknown(value)) waits = true;
    else {
      const result = value === null ? undefined : convertValue(value, { kind: "bool" });
      if (result && result.kind === "failed")
        return new FunctionFailure(`Each element ${result.reason}. Give a list of bools.`, 0);
      if ((result?.value ?? false) === decides) return decides;
    }
  }
  return waits ? unknownValue : !decides;
}
