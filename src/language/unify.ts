import { textOf } from "./text-of.ts";
import { MAX_STEPS } from "./limits.ts";
import { isList, isObject, isSensitive, isUnknown, sortedKeys } from "./value.ts";
import type { ObjectValue, Value } from "./value.ts";

/**
 * Values as the one type that suits all of them, as the elements of a list have: beside a text, numbers and bools
 * become texts, in composites of one shape place for place. Undefined when there is no such type. Null and unknown
 * values suit every type.
 *
 * Lists of different lengths, and objects with different names, become lists and maps of one element type.
 */
export function unifyValues(values: readonly Value[]): readonly Value[] | undefined {
  return unify(values, { stepsLeft: MAX_STEPS });
}

/** A shape that fits nowhere is tried in two ways on each level, which hostile values would make into a great many. */
interface Budget {
  stepsLeft: number;
}

function unify(values: readonly Value[], budget: Budget): readonly Value[] | undefined {
  budget.stepsLeft -= values.length;
  if (budget.stepsLeft < 0) return undefined;
  const typed = values.filter(hasType);
  if (typed.length === 0) return values;
  if (typed.every(isScalar)) return unifyScalars(values, typed);
  if (typed.every(isList)) return replaceTyped(values, unifyLists(typed, budget));
  if (typed.every(isObject)) return replaceTyped(values, unifyObjects(typed, budget));
  return undefined;
}

function hasType(value: Value): boolean {
  return value !== null && !isUnknown(value) && !isSensitive(value);
}

type Scalar = string | number | boolean;

function isScalar(value: Value): value is Scalar {
  return typeof value !== "object";
}

function unifyScalars(values: readonly Value[], typed: readonly Scalar[]): readonly Value[] | undefined {
  const kinds = new Set(typed.map((value) => typeof value));
  if (kinds.size === 1) return values;
  return kinds.has("string") ? values.map((value) => textOf(value) ?? value) : undefined;
}

/** Puts the unified values where the typed ones were. */
function replaceTyped(
  values: readonly Value[],
  unified: readonly Value[] | undefined,
): readonly Value[] | undefined {
  if (!unified) return undefined;
  let next = 0;
  return values.map((value) => {
    if (!hasType(value)) return value;
    next += 1;
    return unified[next - 1] ?? null;
  });
}

function unifyLists(lists: readonly (readonly Value[])[], budget: Budget): readonly Value[] | undefined {
  const length = lists[0]?.length ?? 0;
  if (!lists.every((list) => list.length === length)) return unifyAllElements(lists, budget);
  const columns: (readonly Value[])[] = [];
  for (let place = 0; place < length; place += 1) {
    const column = unify(
      lists.map((list) => list[place] ?? null),
      budget,
    );
    if (!column) return unifyAllElements(lists, budget);
    columns.push(column);
  }
  return lists.map((list, row) =>
    sameIfEqual(
      list,
      columns.map((column) => column[row] ?? null),
    ),
  );
}

function unifyAllElements(
  lists: readonly (readonly Value[])[],
  budget: Budget,
): readonly Value[] | undefined {
  const all = unify(lists.flat(), budget);
  if (!all) return undefined;
  let start = 0;
  return lists.map((list) => {
    start += list.length;
    return sameIfEqual(list, all.slice(start - list.length, start));
  });
}

/** A list that did not change stays the very one it was, and with it a set stays a set. */
function sameIfEqual(before: readonly Value[], after: readonly Value[]): readonly Value[] {
  return before.every((value, index) => value === after[index]) ? before : after;
}

function unifyObjects(objects: readonly ObjectValue[], budget: Budget): readonly Value[] | undefined {
  const names = [...(objects[0]?.keys() ?? [])];
  const isOneShape = objects.every(
    (object) => object.size === names.length && names.every((name) => object.has(name)),
  );
  if (!isOneShape) return unifyAllMembers(objects, budget);
  const results = objects.map(() => new Map<string, Value>());
  for (const name of names) {
    const column = unify(
      objects.map((object) => object.get(name) ?? null),
      budget,
    );
    if (!column) return unifyAllMembers(objects, budget);
    for (const [row, result] of results.entries()) result.set(name, column[row] ?? null);
  }
  return results;
}

function unifyAllMembers(objects: readonly ObjectValue[], budget: Budget): readonly Value[] | undefined {
  const keys = objects.map(sortedKeys);
  const all = unify(
    objects.flatMap((object, row) => (keys[row] ?? []).map((key) => object.get(key) ?? null)),
    budget,
  );
  if (!all) return undefined;
  let next = 0;
  return keys.map((names) => {
    next += names.length;
    const start = next - names.length;
    return new Map(names.map((name, index) => [name, all[start + index] ?? null]));
  });
}
