import { isList, isObject, valuesEqual } from "../value.ts";
import type { Value } from "../value.ts";

/** The first of each group of equal values, in order. Scalars take constant time each. */
export function distinctValues(values: readonly Value[]): readonly Value[] {
  const scalars = new Set<Value>();
  const composites: Value[] = [];
  return values.filter((value) => {
    if (isList(value) || isObject(value)) {
      if (composites.some((other) => valuesEqual(other, value))) return false;
      composites.push(value);
      return true;
    }
    if (scalars.has(value)) return false;
    scalars.add(value);
    return true;
  });
}
