import { formatNumber } from "./read-number.ts";
import type { Value } from "./value.ts";

/** The text of a number or bool as templates show it; undefined for what has no text. */
export function textOf(value: Value): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "number") return formatNumber(value);
  return typeof value === "boolean" ? String(value) : undefined;
}
