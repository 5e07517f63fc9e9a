/**
 * The JSON forms of Protocol Buffers' well-known and scalar types, for the generated interfaces.
 *
 * Source: Protocol Buffers, "ProtoJSON Format".
 */

/** Seconds with up to nine digits after the point, e.g. `"0.250s"`. */
export type Duration = `${number}s`;

/** A number as long as it is a safe integer, decimal digits beyond; decoding always gives digits. */
export type Integer64 = number | string;

/** JSON has no numbers for the three names. */
export type Float = number | "NaN" | "Infinity" | "-Infinity";

/** Bytes in base64, standard alphabet, padded. */
export type Base64 = string;

/** A message without fields. */
export type Empty = Readonly<Record<string, never>>;

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** An object of named members, as opposed to a list or null. */
export function isMembers(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
