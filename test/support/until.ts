import { setTimeout as delay } from "node:timers/promises";

export interface UntilOptions {
  /** Default: 15 seconds, which only a failure needs and which end before the time of a test. */
  readonly timeoutMs?: number;
}

/** Thrown by a probe when waiting on is in vain. */
export class Hopeless extends Error {}

const pollMs = 20;

/**
 * Polls until `probe` gives something truthy, and returns that. A probe that throws has not succeeded yet.
 * @throws Error saying what never came true, with what the last attempt gave.
 */
export async function until<T>(
  what: string,
  probe: () => T | Promise<T>,
  { timeoutMs = 15_000 }: UntilOptions = {},
): Promise<Exclude<T, undefined | null | false | 0 | "">> {
  const deadline = performance.now() + timeoutMs;
  let last: unknown;
  for (;;) {
    try {
      const value = await probe();
      if (isTruthy(value)) return value;
      last = value;
    } catch (cause) {
      if (cause instanceof Hopeless) throw cause;
      last = cause;
    }
    if (performance.now() > deadline)
      throw new Error(`${what}: not within ${timeoutMs} ms; the last attempt gave ${describe(last)}`, {
        cause: last,
      });
    await delay(pollMs);
  }
}

function isTruthy<T>(value: T): value is Exclude<T, undefined | null | false | 0 | ""> {
  return Boolean(value);
}

function describe(value: unknown): string {
  return value instanceof Error ? value.message : value === undefined ? "nothing" : JSON.stringify(value);
}
