/**
 * The arguments with `-long` written as `--long`: flags work with one dash or two. Only names of flags are touched, so
 * that a value such as `-abc` stays what it is, and nothing after `--` is.
 */
export function withTwoDashes(args: readonly string[], flagNames: ReadonlySet<string>): readonly string[] {
  const end = args.includes("--") ? args.indexOf("--") : args.length;
  return args.map((arg, index) => {
    const name = /^-([a-z][a-z-]+)(?:=|$)/.exec(arg)?.[1];
    return index < end && name !== undefined && flagNames.has(name) ? `-${arg}` : arg;
  });
}

/** Milliseconds of a duration such as `30s`; undefined when it is none. */
export function parseDurationMs(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text);
  if (!match) return undefined;
  const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
  return Number(match[1]) * (unitMs[match[2] ?? ""] ?? 1);
}
