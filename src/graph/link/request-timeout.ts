import type { Dialect } from "../../config/entry.ts";
import { durationMs } from "../../config/duration.ts";

/**
 * Milliseconds of a timeout, 0 for any time; undefined where nothing is said. Consul cannot tell zero from nothing, so
 * that its documents say any time by a negative duration.
 */
export function requestTimeoutMs(text: string | undefined, dialect: Dialect): number | undefined {
  if (text === undefined) return undefined;
  if (text.startsWith("-")) return 0;
  const ms = durationMs(text);
  return ms === 0 && dialect === "consul" ? undefined : ms;
}
