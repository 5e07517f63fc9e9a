import { isSet, toSet } from "../conversion.ts";
import { MAX_VALUE_NODES } from "../limits.ts";
import { unifyValues } from "../unify.ts";
import { isList } from "../value.ts";
import type { Value } from "../value.ts";
import { valueKey } from "../value-key.ts";
import type { EagerFunction } from "./function-definition.ts";
import { FunctionFailure } from "./function-definition.ts";
import { defineAll, knownList, unifiedList } from "./parameter.ts";

/** Functions on sets; lists are taken as the sets of their elements. What is combined becomes one type first. */
export const setFunctions: Readonly<Record<string, EagerFunction>> = {
  setunion: combining((sets) => toSet(sets.flat())),
  setintersection: combining(([first = [], ...others]) => {
    const keys = others.map(keysOf);
    return toSet(first.filter((value) => keys.every((other) => other.has(valueKey(value)))));
  }),
  setsubtract: {
    ...combining(([set = [], removed = []]) => {
      const removedKeys = keysOf(removed);
      return toSet(set.filter((value) => !removedKeys.has(valueKey(value))));
    }),
    parameterNames: ["set", "removed"],
    requiredCount: 2,
    isVariadic: false,
  },
  setproduct: { ...defineAll(unifiedList("sets"), { atLeast: 2 }, combinations), requiredCount: 2 },
};

type Lists = readonly (readonly Value[])[];

function combining(call: (sets: Lists) => Value): EagerFunction {
  return defineAll(knownList("sets"), { atLeast: 1 }, (sets) => {
    const unified = unifyValues(sets.flat());
    if (!unified) return new FunctionFailure("The elements have different types. Give sets of one type.");
    let start = 0;
    return call(
      sets.map(({ length }) => {
        start += length;
        return unified.slice(start - length, start);
      }),
    );
  });
}

function keysOf(values: readonly Value[]): ReadonlySet<unknown> {
  return new Set(values.map(valueKey));
}

/** All ways to take one element of each; the last changes fastest. Of sets, the result is a set as well. */
function combinations(sets: Lists): Value | FunctionFailure {
  const count = sets.reduce((product, { length }) => product * length, 1);
  if (count * sets.length > MAX_VALUE_NODES) {
    return new FunctionFailure(`There would be ${count} combinations. Combine fewer or shorter lists.`);
  }
  const combined = sets.reduce<Lists>(
    (before, set) => before.flatMap((start) => set.map((value) => [...start, value])),
    [[]],
  );
  return sets.every((set) => isList(set) && isSet(set)) ? toSet(combined) : combined;
}
