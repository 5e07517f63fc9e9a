import { formatNumber } from "../read-number.ts";
import type { JsonValue } from "../value.ts";
import { compareText } from "../value.ts";

/** JSON with sorted keys and no spaces; `<`, `>`, `&` and line separators are escaped, as Terraform's jsonencode does. */
export function encodeJson(value: JsonValue): string {
  return written(value).replace(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/** JSON.stringify would write whole numbers as keys first, and large numbers with an exponent. */
function written(value: JsonValue): string {
  if (typeof value === "number") return formatNumber(value);
  if (isArray(value)) return `[${value.map(written).join()}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => compareText(a, b));
  return `{${entries.map(([key, member]) => `${JSON.stringify(key)}:${written(member)}`).join()}}`;
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
