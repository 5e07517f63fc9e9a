import { holdsSensitive } from "./sensitive.ts";
import { hasUnknown, isList, isObject, sortedKeys } from "./value.ts";
import type { Value } from "./value.ts";

/**
 * Something that is equal, as a key of a Map or a Set, for equal values: what makes finding duplicates take time in
 * proportion to the values. A value that holds an unknown or a sensitive one equals only itself.
 */
export function valueKey(value: Value): unknown {
  if (hasUnknown(value) || holdsSensitive(value)) return value;
  return isList(value) || isObject(value) ? `composite ${written(value)}` : scalarKey(value);
}

/** The first of each group of equal values, in order. */
export function distinctValues(values: readonly Value[]): readonly Value[] {
  const seen = new Set<unknown>();
  return values.filter((value) => {
    const key = valueKey(value);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function scalarKey(value: Value): unknown {
  return typeof value === "string" ? `text ${value}` : value;
}

function written(value: Value): string {
  if (isList(value)) return `[${value.map(written).join()}]`;
  if (!isObject(value)) return JSON.stringify(value);
  return `{${sortedKeys(value)
    .map((key) => `${JSON.stringify(key)}:${written(value.get(key) ?? null)}`)
    .join()}}`;
}
