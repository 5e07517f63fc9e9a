import type { Validator } from "../schema.ts";

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** A duration as Go writes it: `90s`, `1h30m`, `1.5s`. */
export const isDuration: Validator = (value) =>
  typeof value === "string" && durationMsOf(value) !== undefined
    ? undefined
    : 'This is no duration. Give a number with a unit, such as "90s", "5m" or "1h30m".';

/** The milliseconds of a duration; undefined when the text is none. */
export function durationMsOf(text: string): number | undefined {
  if (!/^(\d{1,9}(\.\d{1,9})?(ms|s|m|h))+$/.test(text)) return undefined;
  const parts = text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g);
  return [...parts].reduce((sum, [, number, unit = ""]) => sum + Number(number) * (unitMs[unit] ?? 0), 0);
}
