import { hiddenValue } from "../language/sensitive.ts";
import type { Entry } from "./entry.ts";
import { isJsonList } from "./json-value.ts";
import type { JsonObject, JsonValue } from "./json-value.ts";
import { pointerTo } from "./range-map.ts";

/** An entry's value as it may be shown: what is sensitive is replaced. */
export function shownValue({
  value,
  sensitivePointers,
}: Pick<Entry, "value" | "sensitivePointers">): JsonValue {
  // An entry's value is JSON by construction; its generated type only does not say so.
  return hide(value as unknown as JsonObject, "", sensitivePointers);
}

/** A part of an entry's value, at its place there, as it may be shown. */
export function shownPart(
  part: JsonValue,
  pointer: string,
  sensitivePointers: ReadonlySet<string>,
): JsonValue {
  return hide(part, pointer, sensitivePointers);
}

/** The texts and numbers at the pointers, which no message may hold. */
export function secretTexts(value: JsonValue, sensitivePointers: ReadonlySet<string>): readonly string[] {
  if (sensitivePointers.size === 0) return [];
  return textsWithin(value, { pointer: "", isSecret: false }, sensitivePointers);
}

function hide(value: JsonValue, pointer: string, hidden: ReadonlySet<string>): JsonValue {
  if (hidden.size === 0) return value;
  if (hidden.has(pointer)) return hiddenValue;
  if (typeof value !== "object" || value === null) return value;
  if (isJsonList(value)) return value.map((item, index) => hide(item, pointerTo(pointer, index), hidden));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, hide(item, pointerTo(pointer, key), hidden)]),
  );
}

function textsWithin(
  value: JsonValue,
  { pointer, isSecret }: { readonly pointer: string; readonly isSecret: boolean },
  hidden: ReadonlySet<string>,
): readonly string[] {
  const secret = isSecret || hidden.has(pointer);
  if (typeof value === "object" && value !== null) {
    const members = isJsonList(value) ? [...value.entries()] : Object.entries(value);
    return members.flatMap(([step, item]) =>
      textsWithin(item, { pointer: pointerTo(pointer, step), isSecret: secret }, hidden),
    );
  }
  return secret && (typeof value === "string" || typeof value === "number") ? [String(value)] : [];
}
