const unitNs = { s: 1_000_000_000, ms: 1_000_000, us: 1_000, ns: 1 } as const;

/**
 * A duration as the schemas write it. A number is nanoseconds, as in Go's `time.Duration`, in which Consul keeps it; the
 * text `0` needs no unit there. Anything else is left for the validator to judge.
 */
export function consulDuration(value: string | number): string {
  if (typeof value === "string") return value === "0" ? "0s" : value;
  const [unit, size] = Object.entries(unitNs).find(([, ns]) => value % ns === 0) ?? ["ns", 1];
  return `${value / size}${unit}`;
}
