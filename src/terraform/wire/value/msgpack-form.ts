import { ExtData, decode, encode as encodePart } from "@msgpack/msgpack";
import type { NumberBound, Refinement, Unknown } from "./cty-value.ts";
import { unknown } from "./cty-value.ts";
import { numberFromBigint, numberFromText, numberText } from "./number.ts";
import { MalformedValue } from "./malformed-value.ts";

/** What MessagePack's extension types say here: any of them is an unknown value, one of them with refinements. */
const plainUnknownType = 0;
const refinedUnknownType = 12;

/** The keys of a refinement, as Terraform's object wire format has them. */
const keys = { isNull: 1, prefix: 2, lower: 3, upper: 4, minLength: 5, maxLength: 6 } as const;

export function unknownToExtension({ refinement }: Unknown): ExtData {
  const parts = refinement ? refinementParts(refinement) : [];
  // Readers that know nothing of refinements are promised that there is at least one.
  if (parts.length === 0) return new ExtData(plainUnknownType, Uint8Array.of(0));
  return new ExtData(refinedUnknownType, writeIntegerMap(parts));
}

export function unknownFromExtension({ type, data }: ExtData): Unknown {
  if (type !== refinedUnknownType || typeof data === "function") return unknown;
  const refinement = readRefinement(data);
  return Object.keys(refinement).length > 0 ? { kind: "unknown", refinement } : unknown;
}

type Part = readonly [key: number, value: unknown];

function refinementParts(refinement: Refinement): readonly Part[] {
  const { isNull, prefix, lower, upper, minLength, maxLength } = refinement;
  const parts: readonly Part[] = [
    [keys.isNull, isNull],
    [keys.prefix, prefix],
    [keys.lower, lower && writeBound(lower)],
    [keys.upper, upper && writeBound(upper)],
    [keys.minLength, minLength],
    [keys.maxLength, maxLength],
  ];
  return parts.filter(([, value]) => value !== undefined);
}

function writeBound({ value, isInclusive }: NumberBound): readonly unknown[] {
  return [Number.isSafeInteger(value) ? value : numberText(value), isInclusive];
}

/** The library writes maps from objects, whose keys are texts; these are integers, and few. */
function writeIntegerMap(parts: readonly Part[]): Uint8Array {
  const written = parts.flatMap(([key, value]) => [key, ...encodePart(value)]);
  return Uint8Array.from([0x80 + parts.length, ...written]);
}

function readRefinement(data: Uint8Array): Refinement {
  const fields = decodeForm(data);
  if (typeof fields !== "object" || fields === null) throw new MalformedValue("a refinement that is no map");
  const given = new Map<string, unknown>(Object.entries(fields));
  const isNull = given.get(String(keys.isNull));
  const prefix = given.get(String(keys.prefix));
  const lower = readBound(given.get(String(keys.lower)));
  const upper = readBound(given.get(String(keys.upper)));
  const minLength = given.get(String(keys.minLength));
  const maxLength = given.get(String(keys.maxLength));
  return {
    ...(typeof isNull === "boolean" && { isNull }),
    ...(typeof prefix === "string" && { prefix }),
    ...(lower && { lower }),
    ...(upper && { upper }),
    ...(typeof minLength === "number" && { minLength }),
    ...(typeof maxLength === "number" && { maxLength }),
  };
}

function readBound(bound: unknown): NumberBound | undefined {
  if (!Array.isArray(bound)) return undefined;
  const [value, isInclusive] = bound as readonly unknown[];
  return { value: numberFromMsgpack(value), isInclusive: isInclusive === true };
}

/** A number in any of the forms that MessagePack has for one. */
export function numberFromMsgpack(value: unknown): ReturnType<typeof numberFromText> {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return numberFromBigint(value);
  if (typeof value === "string") return numberFromText(value);
  throw new MalformedValue("a number that is none");
}

/** MessagePack's own view of bytes; refinements have integers for keys, which become texts here. */
export function decodeForm(bytes: Uint8Array): unknown {
  try {
    return decode(bytes, { useBigInt64: true, mapKeyConverter: keyText });
  } catch (cause) {
    throw new MalformedValue("bytes that are no MessagePack", { cause });
  }
}

function keyText(key: unknown): string {
  if (typeof key === "string") return key;
  if (typeof key === "number") return String(key);
  throw new MalformedValue("a map whose key is no text");
}
