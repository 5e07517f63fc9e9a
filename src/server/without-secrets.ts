import type { ApiJson } from "../client/api-types.ts";
import { isJsonList } from "../config/json-value.ts";
import type { JsonValue } from "../config/json-value.ts";
import type { TextHider } from "../diagnostics/hide-texts.ts";
import { hiddenValue } from "../language/sensitive.ts";

/** A value as anybody may see it: whatever holds a sensitive value is replaced. */
export function withoutSecrets(value: JsonValue, hide: TextHider | undefined): ApiJson {
  if (hide === undefined) return value;
  if (typeof value === "string") return hide(value);
  if (typeof value === "number") return hide(String(value)) === String(value) ? value : hiddenValue;
  if (typeof value !== "object" || value === null) return value;
  if (isJsonList(value)) return value.map((item) => withoutSecrets(item, hide));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutSecrets(item, hide)]));
}
