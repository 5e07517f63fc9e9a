import { maxOutputLength } from "./check-definition.ts";
import type { CheckTarget, ProbeResult } from "./check-definition.ts";

/** One look at a target. */
export interface Probe {
  /**
   * Never rejects: whatever goes wrong is a critical result. Settles soon after `signal` aborts, whose reason is an
   * `Error` that says why, e.g. that the time is over.
   */
  run(target: CheckTarget, signal: AbortSignal): Promise<ProbeResult>;
}

/** The beginning of a text, never with half a character at its end. */
export function limitOutput(text: string): string {
  return text.length <= maxOutputLength
    ? text
    : text.slice(0, maxOutputLength).replace(/[\ud800-\udbff]$/, "");
}
