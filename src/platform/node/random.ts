import type { Random } from "../random.ts";

/** The engine's own generator: fast, and good enough for jitter. */
export const nodeRandom: Random = { fraction: () => Math.random() };
