/**
 * The arguments with `-long` written as `--long`: flags work with one dash or two. A single letter stays as it is, and
 * so does everything after `--`, every value, and every negative number.
 */
export function withTwoDashes(args: readonly string[]): readonly string[] {
  const end = args.indexOf("--");
  return args.map((arg, index) =>
    (end < 0 || index < end) && /^-[a-z][a-z-]+(=|$)/.test(arg) ? `-${arg}` : arg,
  );
}

/** Milliseconds of a duration such as `30s`; undefined when it is none. */
export function parseDurationMs(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text);
  if (!match) return undefined;
  const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
  return Number(match[1]) * (unitMs[match[2] ?? ""] ?? 1);
}
