/**
 * What an expression evaluates to. Lists, tuples and sets are arrays (a set is sorted and free of duplicates once
 * converted), maps and objects are {@link ObjectValue}s.
 */
export type Value = null | boolean | number | string | readonly Value[] | ObjectValue | Unknown | Sensitive;

export type ObjectValue = ReadonlyMap<string, Value>;

/** A value that only a later run will know. It flows through operators and functions instead of failing them. */
export interface Unknown {
  readonly kind: "unknown";
}

/**
 * A value that must not be shown. Whatever is made of it is marked as well; `sensitive.ts` has the marks' functions.
 */
export interface Sensitive {
  readonly kind: "sensitive";
  /** Not itself marked; parts of it may be. */
  readonly value: Value;
}

/** The one unknown value: compare by identity, or ask {@link isUnknown}. */
export const unknownValue: Unknown = Object.freeze({ kind: "unknown" });

export type JsonValue =
  null | boolean | number | string | readonly JsonValue[] | { readonly [name: string]: JsonValue };

export function isUnknown(value: Value): value is Unknown {
  return value === unknownValue;
}

export function isSensitive(value: Value): value is Sensitive {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "sensitive";
}

export function isList(value: Value): value is readonly Value[] {
  return typeof value === "object" && Array.isArray(value);
}

export function isObject(value: Value): value is ObjectValue {
  return typeof value === "object" && value instanceof Map;
}

/** Whether the value is unknown or holds an unknown one at any depth. */
export function hasUnknown(value: Value): boolean {
  if (isList(value)) return value.some(hasUnknown);
  if (isObject(value)) return [...value.values()].some(hasUnknown);
  if (isSensitive(value)) return hasUnknown(value.value);
  return isUnknown(value);
}

/**
 * Plain JSON data, marks left out. Unknown values become null: ask {@link hasUnknown} first where that matters, and
 * `sensitivePaths` where the result is shown.
 */
export function toJson(value: Value): JsonValue {
  if (isList(value)) return value.map(toJson);
  if (isObject(value)) return Object.fromEntries([...value].map(([key, member]) => [key, toJson(member)]));
  if (isSensitive(value)) return toJson(value.value);
  return isUnknown(value) ? null : value;
}

export function fromJson(json: JsonValue): Value {
  if (isJsonArray(json)) return json.map(fromJson);
  if (json === null || typeof json !== "object") return json;
  return new Map(Object.entries(json).map(([key, member]) => [key, fromJson(member)]));
}

/** Equality of known values as `==` means it: a number never equals a text, and the order of keys is no difference. */
export function valuesEqual(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (isList(a)) {
    return (
      isList(b) &&
      a.length === b.length &&
      a.every((element, index) => valuesEqual(element, b[index] ?? null))
    );
  }
  if (!isObject(a) || !isObject(b) || a.size !== b.size) return false;
  for (const [key, member] of a) {
    const other = b.get(key);
    if (other === undefined || !valuesEqual(member, other)) return false;
  }
  return true;
}

/** The kind of a value as messages name it, with its article. */
export function describeKind(value: Value): string {
  if (value === null) return "null";
  if (isList(value)) return "a list";
  if (isObject(value)) return "an object";
  if (isUnknown(value)) return "an unknown value";
  if (isSensitive(value)) return "a sensitive value";
  return typeof value === "boolean" ? "a bool" : `a ${typeof value}`;
}

/** Keys in the order in which maps are walked: by code point, so that no run depends on how a file was written. */
export function sortedKeys(object: ObjectValue): readonly string[] {
  return [...object.keys()].sort(compareText);
}

/** Orders texts by code point (as UTF-8 bytes do), where JavaScript's `<` goes by UTF-16 code unit. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    // Surrogates stand for the highest code points, yet their units sort below U+E000 to U+FFFF.
    if (left !== right)
      return isSurrogate(left) === isSurrogate(right) ? left - right : isSurrogate(left) ? 1 : -1;
  }
  return a.length - b.length;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

function isJsonArray(json: JsonValue): json is readonly JsonValue[] {
  return Array.isArray(json);
}
