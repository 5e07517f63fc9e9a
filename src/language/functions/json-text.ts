import type { JsonValue } from "../value.ts";
import { compareText } from "../value.ts";

/** JSON with sorted keys and no spaces; `<`, `>`, `&` and line separators are escaped, as Terraform's jsonencode does. */
export function encodeJson(value: JsonValue): string {
  return JSON.stringify(sorted(value)).replace(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

function sorted(value: JsonValue): JsonValue {
  if (isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).sort(([a], [b]) => compareText(a, b));
  return Object.fromEntries(entries.map(([key, member]) => [key, sorted(member)]));
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
