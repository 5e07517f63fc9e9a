import type { Value } from "../value.ts";
import { formatDate } from "./format-date.ts";
import type { EagerFunction } from "./function-definition.ts";
import { FunctionFailure } from "./function-definition.ts";
import { define2, text } from "./parameter.ts";
import { formatTimestamp, parseTimestamp } from "./timestamp.ts";
import type { Timestamp } from "./timestamp.ts";

/** Functions on moments that are given as texts. What the time is now, none of them knows. */
export const dateFunctions: Readonly<Record<string, EagerFunction>> = {
  formatdate: define2(text("format"), text("timestamp"), (format, timestamp) =>
    withTimestamp(timestamp, 1, (moment) => formatDate(format, moment)),
  ),
  timeadd: define2(text("timestamp"), text("duration"), (timestamp, duration) =>
    withTimestamp(timestamp, 0, (moment) => addDuration(moment, duration)),
  ),
  timecmp: define2(text("first"), text("second"), (first, second) =>
    withTimestamp(first, 0, (a) => withTimestamp(second, 1, (b) => compareMoments(a, b))),
  ),
};

type Result = Value | FunctionFailure;

function withTimestamp(text: string, argument: number, then: (moment: Timestamp) => Result): Result {
  const moment = parseTimestamp(text);
  if (moment) return then(moment);
  return new FunctionFailure(
    "This is no date and time of RFC 3339. Write it as 2026-01-31T23:59:59Z, or with an offset such as +02:00 for the Z.",
    argument,
  );
}

function compareMoments(a: Timestamp, b: Timestamp): number {
  return Math.sign(a.seconds - b.seconds || a.nanoseconds - b.nanoseconds);
}

function addDuration(moment: Timestamp, text: string): Result {
  const duration = parseDuration(text);
  if (duration === undefined) {
    return new FunctionFailure(
      'This is no duration. Write numbers with the units ns, us, ms, s, m and h, such as "1h30m" or "-10s".',
      1,
    );
  }
  const total = BigInt(moment.seconds) * nanosecondsOf.s + BigInt(moment.nanoseconds) + duration;
  // Division truncates, and the whole second at or before the moment is wanted.
  const nanoseconds = ((total % nanosecondsOf.s) + nanosecondsOf.s) % nanosecondsOf.s;
  const seconds = Number((total - nanoseconds) / nanosecondsOf.s);
  return formatTimestamp({ ...moment, seconds, nanoseconds: Number(nanoseconds) });
}

const nanosecondsOf = {
  ns: 1n,
  us: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
} as const;

/** As in Go: `300ms`, `-1.5h`, `2h45m`, `0`. In nanoseconds; undefined for anything else, or beyond 292 years. */
function parseDuration(text: string): bigint | undefined {
  const [, sign = "", body = ""] = /^([-+]?)(.*)$/s.exec(text) ?? [];
  if (body === "0") return 0n;
  if (!/^(?:(?:\d{1,19}\.?\d{0,19}|\.\d{1,19})(?:ns|us|\u00b5s|\u03bcs|ms|s|m|h))+$/.test(body))
    return undefined;
  let total = 0n;
  for (const [, whole = "", fraction = "", unitText = ""] of body.matchAll(
    /(\d*)\.?(\d*)(ns|us|\u00b5s|\u03bcs|ms|s|m|h)/g,
  )) {
    const unit = nanosecondsOf[unitText.replace(/[\u00b5\u03bc]/, "u") as keyof typeof nanosecondsOf];
    total += BigInt(whole) * unit + (BigInt(fraction) * unit) / 10n ** BigInt(fraction.length);
  }
  if (total > MAX_DURATION) return undefined;
  return sign === "-" ? -total : total;
}

/** What 63 bits of nanoseconds hold, in Go as elsewhere. */
const MAX_DURATION = (1n << 63n) - 1n;
