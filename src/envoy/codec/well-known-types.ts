import { BadValue, shown } from "./codec-error.ts";

/** A type whose JSON form is not an object of its fields. */
export interface WellKnownType {
  /** The message's fields, nested messages in their JSON form. Throws {@link BadValue}. */
  toFields(json: unknown): Readonly<Record<string, unknown>>;
  /** The reverse; throws {@link BadValue} for what has no JSON form. */
  toJson(fields: Readonly<Record<string, unknown>>): unknown;
}

/**
 * The special JSON forms by full name of the message, `google.protobuf.Any` excepted, which needs the codec itself.
 *
 * Source: Protocol Buffers, "ProtoJSON Format".
 */
export const wellKnownTypes: ReadonlyMap<string, WellKnownType> = new Map(
  Object.entries({
    BoolValue: wrapper(false),
    BytesValue: wrapper(""),
    DoubleValue: wrapper(0),
    Duration: { toFields: durationFields, toJson: durationText },
    ListValue: { toFields: (json) => ({ values: json }), toJson: ({ values = [] }) => values },
    StringValue: wrapper(""),
    Struct: { toFields: (json) => ({ fields: json }), toJson: ({ fields = {} }) => fields },
    Timestamp: { toFields: timestampFields, toJson: timestampText },
    UInt32Value: wrapper(0),
    UInt64Value: wrapper("0"),
    Value: { toFields: valueFields, toJson: valueJson },
  } satisfies Record<string, WellKnownType>).map(([name, type]) => [`google.protobuf.${name}`, type]),
);

export const anyTypeName = "google.protobuf.Any";

/** What `"@type"` begins with; a full name follows. */
export const anyTypeUrlPrefix = "type.googleapis.com/";

/** Whether such a message inside an Any stands in a field `value`, for lack of fields of its own in JSON. */
export function hasValueForm(typeName: string): boolean {
  return typeName === anyTypeName || wellKnownTypes.has(typeName);
}

function wrapper(absent: boolean | number | string): WellKnownType {
  return { toFields: (value) => ({ value }), toJson: ({ value = absent }) => value };
}

// About 10,000 years, the most the definition allows.
const maxDurationSeconds = 315_576_000_000;

function durationFields(json: unknown): Readonly<Record<string, unknown>> {
  const match = typeof json === "string" ? /^(-?)(\d{1,12})(?:\.(\d{1,9}))?s$/.exec(json) : null;
  const [, sign, whole, fraction = ""] = match ?? [];
  if (!match || Number(whole) > maxDurationSeconds) throw new BadValue(`${shown(json)} is no duration`);
  const factor = sign === "-" ? -1 : 1;
  return {
    seconds: withoutMinusZero(Number(whole) * factor),
    nanos: withoutMinusZero(nanosOf(fraction) * factor),
  };
}

function durationText({ seconds = "0", nanos = 0 }: Readonly<Record<string, unknown>>): string {
  const [whole, fraction] = [Number(seconds), Number(nanos)];
  const isValid = Math.abs(whole) <= maxDurationSeconds && Math.abs(fraction) < 1e9 && whole * fraction >= 0;
  if (!isValid) throw new BadValue(`${whole} seconds and ${fraction} nanoseconds are no duration`);
  return `${whole < 0 || fraction < 0 ? "-" : ""}${Math.abs(whole)}${fractionText(Math.abs(fraction))}s`;
}

const timestampSyntax = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/;
// From the year 1 to the year 9999, the span of RFC 3339.
const timestampSeconds = { min: -62_135_596_800, max: 253_402_300_799 };

function timestampFields(json: unknown): Readonly<Record<string, unknown>> {
  const [, local = "", fraction = "", zone = ""] =
    (typeof json === "string" && timestampSyntax.exec(json)) || [];
  const seconds = Date.parse(local + zone) / 1000;
  const isValid = seconds >= timestampSeconds.min && seconds <= timestampSeconds.max;
  if (!isValid) throw new BadValue(`${shown(json)} is no timestamp`);
  return { seconds, nanos: nanosOf(fraction) };
}

function timestampText({ seconds = "0", nanos = 0 }: Readonly<Record<string, unknown>>): string {
  const [whole, fraction] = [Number(seconds), Number(nanos)];
  const isInSpan = whole >= timestampSeconds.min && whole <= timestampSeconds.max;
  const isValid = isInSpan && fraction >= 0 && fraction < 1e9;
  if (!isValid) throw new BadValue(`${whole} seconds and ${fraction} nanoseconds are no timestamp`);
  return new Date(whole * 1000).toISOString().replace(".000Z", `${fractionText(fraction)}Z`);
}

function valueFields(json: unknown): Readonly<Record<string, unknown>> {
  if (json === null) return { nullValue: json };
  if (Array.isArray(json)) return { listValue: json };
  switch (typeof json) {
    case "boolean":
      return { boolValue: json };
    case "number":
      return { numberValue: json };
    case "string":
      return { stringValue: json };
    case "object":
      return { structValue: json };
    default:
      throw new BadValue(`${shown(json)} is no JSON value`);
  }
}

/** The one field that is set; null too if none is. */
function valueJson(fields: Readonly<Record<string, unknown>>): unknown {
  return Object.values(fields)[0] ?? null;
}

function nanosOf(fraction: string): number {
  return Number(fraction.padEnd(9, "0"));
}

/** None, three, six or nine digits, as few as hold the value. */
function fractionText(nanos: number): string {
  if (nanos === 0) return "";
  return `.${String(nanos)
    .padStart(9, "0")
    .replace(/(?:000){1,2}$/, "")}`;
}

function withoutMinusZero(value: number): number {
  return value === 0 ? 0 : value;
}
