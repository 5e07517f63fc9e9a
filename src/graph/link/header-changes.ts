import type { HeaderModifiers } from "../../config/gen/entries.ts";
import { noHeaderChanges } from "../chain-route.ts";
import type { HeaderChanges, HeaderField } from "../chain-route.ts";

export function linkHeaderChanges(modifiers: HeaderModifiers | undefined): HeaderChanges {
  if (!modifiers) return noHeaderChanges;
  return {
    add: headerFields(Object.entries(modifiers.add ?? {})),
    set: headerFields(Object.entries(modifiers.set ?? {})),
    remove: headerNames(modifiers.remove ?? []),
  };
}

/** The changes of both; where both add or set one header, the second ones' value counts, as in Consul. */
export function mergeHeaderChanges(first: HeaderChanges, second: HeaderChanges): HeaderChanges {
  if (first === noHeaderChanges) return second;
  if (second === noHeaderChanges) return first;
  return {
    add: headerFields([...first.add, ...second.add].map(({ name, value }) => [name, value])),
    set: headerFields([...first.set, ...second.set].map(({ name, value }) => [name, value])),
    remove: headerNames([...first.remove, ...second.remove]),
  };
}

function headerFields(entries: readonly (readonly [string, string])[]): readonly HeaderField[] {
  const byName = new Map(entries.map(([name, value]) => [name.toLowerCase(), value]));
  return [...byName].map(([name, value]) => ({ name, value })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

function headerNames(names: readonly string[]): readonly string[] {
  return [...new Set(names.map((name) => name.toLowerCase()))].sort();
}
