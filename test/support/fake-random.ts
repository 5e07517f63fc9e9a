import type { Random } from "../../src/platform/random.ts";

/** Always the same fraction: 0 is the earliest and shortest, close to 1 the latest and longest. */
export function fixedRandom(fraction: number): Random {
  return { fraction: () => fraction };
}
