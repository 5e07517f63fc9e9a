const millisecondsPer: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/**
 * Whole milliseconds, rounded, of a duration such as `1m30s`, in the units of Go's durations: ns, us, µs, ms, s, m, h.
 * The schema's pattern has accepted the text before.
 */
export function durationMs(text: string): number {
  const known = knownDurations.get(text);
  if (known !== undefined) return known;
  const ms = readDuration(text);
  if (knownDurations.size < maxKnown) knownDurations.set(text, ms);
  return ms;
}

/** Thousands of checks have one interval. */
const knownDurations = new Map<string, number>();
const maxKnown = 1_000;

function readDuration(text: string): number {
  let total = 0;
  for (const [, amount = "0", unit = "ms"] of text.matchAll(
    /([0-9]+(?:\.[0-9]+)?)(ns|us|\u00b5s|ms|s|m|h)/g,
  )) {
    total += Number(amount) * (millisecondsPer[unit] ?? 0);
  }
  return Math.round(total);
}
