import type { ApiEntryChange, ApiFieldChange } from "../client/api-types.ts";
import { isJsonList } from "../config/json-value.ts";
import type { JsonObject, JsonValue } from "../config/json-value.ts";
import { pointerTo } from "../config/range-map.ts";
import { shownPart } from "../config/shown-value.ts";

/** What of an entry decides whether it changed, and what of that may be shown. */
export interface ComparedEntry {
  readonly kind: string;
  readonly name: string;
  readonly value: object;
  /** JSON pointers to the parts of {@link value} that must not be shown. */
  readonly sensitivePointers: ReadonlySet<string>;
}

/**
 * What turns one set of entries into another, sorted by kind and name. Sensitive values are compared as they are and
 * shown as what stands in their place, which is why only whoever holds both sets can do it.
 */
export function entryChanges(
  before: readonly ComparedEntry[],
  after: readonly ComparedEntry[],
): readonly ApiEntryChange[] {
  const old = byKey(before);
  const next = byKey(after);
  const keys = [...new Set([...old.keys(), ...next.keys()])].sort();
  return keys.flatMap((key) => changeOf(old.get(key), next.get(key)) ?? []);
}

/** Several blocks may speak of one destination's intentions: the second and later ones are told apart by number. */
function byKey(entries: readonly ComparedEntry[]): ReadonlyMap<string, ComparedEntry> {
  const keyed = new Map<string, ComparedEntry>();
  for (const entry of entries) {
    const key = `${entry.kind} ${entry.name}`;
    let unique = key;
    for (let number = 2; keyed.has(unique); number += 1) unique = `${key} ${number}`;
    keyed.set(unique, entry);
  }
  return keyed;
}

function changeOf(
  before: ComparedEntry | undefined,
  after: ComparedEntry | undefined,
): ApiEntryChange | undefined {
  if (!before || !after) {
    const entry = before ?? after;
    return entry && { action: before ? "remove" : "add", kind: entry.kind, name: entry.name, fields: [] };
  }
  const fields = fieldChanges({ before: valueOf(before), after: valueOf(after), path: "", pointer: "" }, [
    before.sensitivePointers,
    after.sensitivePointers,
  ]);
  return fields.length > 0 ? { action: "change", kind: after.kind, name: after.name, fields } : undefined;
}

function valueOf({ value }: ComparedEntry): JsonObject {
  // An entry's value is JSON by construction; its generated type only does not say so.
  return value as JsonObject;
}

/** The same place in both entries. */
interface Compared {
  readonly before: JsonValue | undefined;
  readonly after: JsonValue | undefined;
  /** For people: `splits[1].weight`. */
  readonly path: string;
  readonly pointer: string;
}

/** The sensitive places before and after. */
type Sensitive = readonly [before: ReadonlySet<string>, after: ReadonlySet<string>];

const nothingSensitive: Sensitive = [new Set(), new Set()];

function fieldChanges(compared: Compared, sensitive: Sensitive): readonly ApiFieldChange[] {
  const { before, after, path, pointer } = compared;
  const [isSecretBefore, isSecretAfter] = sensitive.map((pointers) => pointers.has(pointer));
  if (isSecretBefore || isSecretAfter) {
    const isSame = isSecretBefore === isSecretAfter && fieldChanges(compared, nothingSensitive).length === 0;
    return isSame ? [] : [shownChange(compared, sensitive)];
  }
  if (isList(before) && isList(after)) {
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_, index) =>
      fieldChanges(
        {
          before: before[index],
          after: after[index],
          path: `${path}[${index}]`,
          pointer: pointerTo(pointer, index),
        },
        sensitive,
      ),
    ).flat();
  }
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) =>
      fieldChanges(
        {
          before: memberOf(before, key),
          after: memberOf(after, key),
          path: path === "" ? key : `${path}.${key}`,
          pointer: pointerTo(pointer, key),
        },
        sensitive,
      ),
    );
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [shownChange(compared, sensitive)];
}

function shownChange({ before, after, path, pointer }: Compared, [old, next]: Sensitive): ApiFieldChange {
  return {
    path,
    ...(before !== undefined && { before: shownPart(before, pointer, old) }),
    ...(after !== undefined && { after: shownPart(after, pointer, next) }),
  };
}

/** A field called `constructor` is a field like any other. */
function memberOf(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return value !== undefined && isJsonList(value);
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !isList(value);
}
