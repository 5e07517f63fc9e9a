import type { ApiEntry, ApiJson } from "../../client/api-types.ts";

/** What an apply does to one entry. */
export interface EntryChange {
  readonly action: "add" | "change" | "remove";
  readonly kind: string;
  readonly name: string;
  /** For a change: each field that differs. */
  readonly fields: readonly FieldChange[];
}

export interface FieldChange {
  /** For example `splits[1].weight`. */
  readonly path: string;
  readonly before: ApiJson | undefined;
  readonly after: ApiJson | undefined;
}

/** What turns one set of entries into another, sorted by kind and name. */
export function entryChanges(
  before: readonly ApiEntry[],
  after: readonly ApiEntry[],
): readonly EntryChange[] {
  const old = byKey(before);
  const next = byKey(after);
  const keys = [...new Set([...old.keys(), ...next.keys()])].sort();
  return keys.flatMap((key) => changeOf(old.get(key), next.get(key)) ?? []);
}

/** Several blocks may speak of one destination's intentions: the second and later ones are told apart by number. */
function byKey(entries: readonly ApiEntry[]): ReadonlyMap<string, ApiEntry> {
  const keyed = new Map<string, ApiEntry>();
  for (const entry of entries) {
    const key = `${entry.kind} ${entry.name}`;
    let unique = key;
    for (let number = 2; keyed.has(unique); number += 1) unique = `${key} ${number}`;
    keyed.set(unique, entry);
  }
  return keyed;
}

function changeOf(before: ApiEntry | undefined, after: ApiEntry | undefined): EntryChange | undefined {
  if (!before || !after) {
    const entry = before ?? after;
    return entry && { action: before ? "remove" : "add", kind: entry.kind, name: entry.name, fields: [] };
  }
  const fields = fieldChanges(before.value, after.value, "");
  return fields.length > 0 ? { action: "change", kind: after.kind, name: after.name, fields } : undefined;
}

function fieldChanges(
  before: ApiJson | undefined,
  after: ApiJson | undefined,
  path: string,
): readonly FieldChange[] {
  if (isList(before) && isList(after)) {
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_, index) =>
      fieldChanges(before[index], after[index], `${path}[${index}]`),
    ).flat();
  }
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) =>
      fieldChanges(memberOf(before, key), memberOf(after, key), path === "" ? key : `${path}.${key}`),
    );
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ path, before, after }];
}

/** A field called `constructor` is a field like any other. */
function memberOf(object: { readonly [key: string]: ApiJson }, key: string): ApiJson | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function isList(value: ApiJson | undefined): value is readonly ApiJson[] {
  return Array.isArray(value);
}

function isObject(value: ApiJson | undefined): value is { readonly [key: string]: ApiJson } {
  return typeof value === "object" && value !== null && !isList(value);
}
