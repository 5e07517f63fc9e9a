import { FunctionFailure } from "./function-definition.ts";
import { formatOffset, padded, wallClock } from "./timestamp.ts";
import type { Timestamp, WallClock } from "./timestamp.ts";

/**
 * A timestamp in a format of one's own: runs of one letter stand for parts of the date and time, `'…'` for the text in
 * between and everything that is no letter for itself. Source: Terraform language, function `formatdate`.
 */
export function formatDate(format: string, timestamp: Timestamp): string | FunctionFailure {
  const clock = wallClock(timestamp);
  let result = "";
  for (const [token] of format.matchAll(tokenForm)) {
    const shown = formatToken(token, { clock, offsetMinutes: timestamp.offsetMinutes });
    if (shown instanceof FunctionFailure) return shown;
    result += shown;
  }
  return result;
}

/** A run of one letter, a quoted text with or without its closing quote, or anything else. */
const tokenForm = /([A-Za-z])\1*|'(?:[^']|'')*'?|[^A-Za-z']+/g;

interface Moment {
  readonly clock: WallClock;
  readonly offsetMinutes: number;
}

function formatToken(token: string, moment: Moment): string | FunctionFailure {
  if (token.startsWith("'")) return unquote(token);
  if (!/[A-Za-z]/.test(token[0] ?? "")) return token;
  const show = formats.get(token);
  if (show) return show(moment);
  return new FunctionFailure(
    `The format has no "${token.slice(0, 20)}". Use YYYY YY MMMM MMM MM M DD D EEEE EEE hh h HH H AA aa mm m ss s ZZZZZ ZZZZ ZZZ Z, and put other words between single quotes.`,
    0,
  );
}

function unquote(token: string): string | FunctionFailure {
  if (token.length > 1 && token.endsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
  return new FunctionFailure("A text in the format is not closed. Close it with a single quote.", 0);
}

const formats: ReadonlyMap<string, (moment: Moment) => string> = new Map([
  ["YYYY", ({ clock }) => padded(clock.year, 4)],
  ["YY", ({ clock }) => padded(clock.year % 100, 2)],
  ["MMMM", ({ clock }) => monthName(clock)],
  ["MMM", ({ clock }) => monthName(clock).slice(0, 3)],
  ["MM", ({ clock }) => padded(clock.month, 2)],
  ["M", ({ clock }) => String(clock.month)],
  ["DD", ({ clock }) => padded(clock.day, 2)],
  ["D", ({ clock }) => String(clock.day)],
  ["EEEE", ({ clock }) => weekdayName(clock)],
  ["EEE", ({ clock }) => weekdayName(clock).slice(0, 3)],
  ["hh", ({ clock }) => padded(clock.hour, 2)],
  ["h", ({ clock }) => String(clock.hour)],
  ["HH", ({ clock }) => padded(clock.hour % 12 || 12, 2)],
  ["H", ({ clock }) => String(clock.hour % 12 || 12)],
  ["AA", ({ clock }) => (clock.hour < 12 ? "AM" : "PM")],
  ["aa", ({ clock }) => (clock.hour < 12 ? "am" : "pm")],
  ["mm", ({ clock }) => padded(clock.minute, 2)],
  ["m", ({ clock }) => String(clock.minute)],
  ["ss", ({ clock }) => padded(clock.second, 2)],
  ["s", ({ clock }) => String(clock.second)],
  ["ZZZZZ", ({ offsetMinutes }) => formatOffset(offsetMinutes, ":")],
  ["ZZZZ", ({ offsetMinutes }) => formatOffset(offsetMinutes, "")],
  ["ZZZ", ({ offsetMinutes }) => (offsetMinutes === 0 ? "UTC" : formatOffset(offsetMinutes, ""))],
  ["Z", ({ offsetMinutes }) => (offsetMinutes === 0 ? "Z" : formatOffset(offsetMinutes, ":"))],
]);

function monthName({ month }: WallClock): string {
  const names = [
    ...["January", "February", "March", "April", "May", "June"],
    ...["July", "August", "September", "October", "November", "December"],
  ];
  return names[month - 1] ?? "";
}

function weekdayName({ weekday }: WallClock): string {
  return ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"][weekday] ?? "";
}
