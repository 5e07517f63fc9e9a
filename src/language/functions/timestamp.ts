/** A moment, and the clock and zone in which its author wrote it. */
export interface Timestamp {
  /** Seconds since 1970 in UTC. */
  readonly seconds: number;
  readonly nanoseconds: number;
  readonly offsetMinutes: number;
}

/** Undefined unless the text is a date and time of RFC 3339, section 5.6, with a day that exists and no leap second. */
export function parseTimestamp(text: string): Timestamp | undefined {
  const match = timestampForm.exec(text);
  if (!match) return undefined;
  const [, fraction = "", sign, offsetHours = "0", offsetMinutes = "0"] = match;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = (
    text.slice(0, 19).match(/\d+/g) ?? []
  ).map(Number);
  const offset = Number(offsetHours) * 60 + Number(offsetMinutes);
  if (hour > 23 || minute > 59 || second > 59 || Number(offsetHours) > 23 || Number(offsetMinutes) > 59)
    return undefined;
  const midnight = secondsOfDate(year, month, day);
  if (midnight === undefined) return undefined;
  const signedOffset = sign === "-" ? -offset : offset;
  return {
    seconds: midnight + hour * 3600 + minute * 60 + second - signedOffset * 60,
    nanoseconds: Number(fraction.slice(0, 9).padEnd(9, "0")),
    offsetMinutes: signedOffset,
  };
}

/** In RFC 3339, to the second, in the zone it has. */
export function formatTimestamp(timestamp: Timestamp): string {
  const { year, month, day, hour, minute, second } = wallClock(timestamp);
  const date = [padded(year, 4), padded(month, 2), padded(day, 2)].join("-");
  const time = [hour, minute, second].map((part) => padded(part, 2)).join(":");
  return `${date}T${time}${timestamp.offsetMinutes === 0 ? "Z" : formatOffset(timestamp.offsetMinutes, ":")}`;
}

export interface WallClock {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** 0 is Sunday. */
  readonly weekday: number;
}

/** What calendar and clock show there and then. */
export function wallClock({ seconds, offsetMinutes }: Timestamp): WallClock {
  const date = new Date((seconds + offsetMinutes * 60) * 1000);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    weekday: date.getUTCDay(),
  };
}

export function formatOffset(offsetMinutes: number, separator: "" | ":"): string {
  const magnitude = Math.abs(offsetMinutes);
  const sign = offsetMinutes < 0 ? "-" : "+";
  return `${sign}${padded(Math.floor(magnitude / 60), 2)}${separator}${padded(magnitude % 60, 2)}`;
}

/** Midnight of a day in UTC; undefined when the calendar has no such day. */
export function secondsOfDate(year: number, month: number, day: number): number | undefined {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? date.getTime() / 1000 : undefined;
}

export function padded(number: number, width: number): string {
  return String(number).padStart(width, "0");
}

const timestampForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.(\d+))?(?:Z|([-+])(\d\d):(\d\d))$/;
