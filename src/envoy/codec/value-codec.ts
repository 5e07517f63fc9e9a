import { fromBase64, toBase64 } from "./base64.ts";
import { BadValue, shown } from "./codec-error.ts";
import type { WireReader, WireType } from "./wire-reader.ts";
import type { WireWriter } from "./wire-writer.ts";

export type ScalarValue = null | boolean | number | string;

/** One scalar type or enum, between its JSON form and the wire. */
export interface ValueCodec {
  readonly wireType: WireType;
  /** Throws {@link BadValue} for what is no value of the type. */
  write(writer: WireWriter, value: unknown): void;
  read(reader: WireReader): ScalarValue;
  /** What an absent field stands for. */
  readonly default: ScalarValue;
  /** Whether the value, in whichever spelling, is the default. */
  isDefault(value: unknown): boolean;
}

/** The codec of a scalar type by its name in the definitions, e.g. `uint32`. */
export function scalarCodec(name: string): ValueCodec {
  const codec = scalars.get(name);
  if (!codec) throw new BadValue(`no scalar type ${shown(name)}`);
  return codec;
}

/** The codec of an enum. A number without a name stays a number, as a newer peer may know more. */
export function enumCodec(numbers: ReadonlyMap<string, number>): ValueCodec {
  // Names may share a number; the first declared is the one to show, so it goes in last.
  const names = new Map([...numbers].reverse().map(([name, number]) => [number, name]));
  return {
    wireType: 0,
    write: (writer, value) => {
      const number = typeof value === "string" ? numbers.get(value) : value;
      if (number === undefined) throw new BadValue(`${shown(value)} is none of the enum's names`);
      writeInteger(writer, checkedInteger(number, int32Range));
    },
    read: (reader) => {
      const number = readInt32(reader);
      return names.get(number) ?? number;
    },
    default: names.get(0) ?? 0,
    isDefault: (value) => value === 0 || (typeof value === "string" && numbers.get(value) === 0),
  };
}

/** `google.protobuf.NullValue`, an enum of one name whose JSON form is null. */
export const nullCodec: ValueCodec = {
  wireType: 0,
  write: (writer, value) => {
    if (value !== null) throw new BadValue(`${shown(value)} is not null`);
    writer.varint(0);
  },
  read: (reader) => {
    reader.varint();
    return null;
  },
  default: null,
  isDefault: (value) => value === null,
};

interface Range<T> {
  readonly min: T;
  readonly max: T;
}

const int32Range: Range<number> = { min: -0x80000000, max: 0x7fffffff };
const uint32Range: Range<number> = { min: 0, max: 0xffffffff };
const int64Range: Range<bigint> = { min: -(2n ** 63n), max: 2n ** 63n - 1n };
const uint64Range: Range<bigint> = { min: 0n, max: 2n ** 64n - 1n };

const boolCodec: ValueCodec = {
  wireType: 0,
  write: (writer, value) => {
    if (typeof value !== "boolean") throw new BadValue(`${shown(value)} is no boolean`);
    writer.varint(Number(value));
  },
  read: (reader) => Number(reader.varint()) !== 0,
  default: false,
  isDefault: (value) => value === false,
};

const bytesCodec: ValueCodec = {
  wireType: 2,
  write: (writer, value) => writer.bytes(fromBase64(checkedText(value))),
  read: (reader) => toBase64(reader.bytes()),
  default: "",
  isDefault: (value) => value === "",
};

const stringCodec: ValueCodec = {
  wireType: 2,
  write: (writer, value) => writer.text(checkedText(value)),
  read: (reader) => reader.text(),
  default: "",
  isDefault: (value) => value === "",
};

const doubleCodec: ValueCodec = {
  wireType: 1,
  write: (writer, value) => {
    const isNumber = typeof value === "number" || namedNumbers.has(value);
    if (!isNumber) throw new BadValue(`${shown(value)} is no number`);
    writer.double(Number(value));
  },
  read: (reader) => {
    const value = reader.double();
    return Number.isFinite(value) ? value : String(value);
  },
  default: 0,
  // Minus zero is a value of its own on the wire.
  isDefault: (value) => Object.is(value, 0),
};

const namedNumbers: ReadonlySet<unknown> = new Set(["NaN", "Infinity", "-Infinity"]);

const int32Codec: ValueCodec = {
  wireType: 0,
  write: (writer, value) => writeInteger(writer, checkedInteger(value, int32Range)),
  read: readInt32,
  default: 0,
  isDefault: (value) => value === 0,
};

const uint32Codec: ValueCodec = {
  wireType: 0,
  write: (writer, value) => writer.varint(checkedInteger(value, uint32Range)),
  read: (reader) => Number(BigInt.asUintN(32, BigInt(reader.varint()))),
  default: 0,
  isDefault: (value) => value === 0,
};

const int64Codec: ValueCodec = {
  wireType: 0,
  write: (writer, value) => writer.bigVarint(checkedLong(value, int64Range)),
  read: (reader) => String(BigInt.asIntN(64, BigInt(reader.varint()))),
  default: "0",
  isDefault: isZeroLong,
};

const uint64Codec: ValueCodec = {
  wireType: 0,
  write: (writer, value) => writer.bigVarint(checkedLong(value, uint64Range)),
  read: (reader) => String(reader.varint()),
  default: "0",
  isDefault: isZeroLong,
};

/** Those in use: `float`, zigzag and fixed-width integers occur nowhere in the definitions. */
const scalars: ReadonlyMap<string, ValueCodec> = new Map([
  ["bool", boolCodec],
  ["bytes", bytesCodec],
  ["double", doubleCodec],
  ["int32", int32Codec],
  ["int64", int64Codec],
  ["string", stringCodec],
  ["uint32", uint32Codec],
  ["uint64", uint64Codec],
]);

function checkedText(value: unknown): string {
  if (typeof value !== "string") throw new BadValue(`${shown(value)} is no text`);
  return value;
}

function checkedInteger(value: unknown, { min, max }: Range<number>): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= min && value <= max) return value;
  throw new BadValue(`${shown(value)} is no integer from ${min} to ${max}`);
}

function checkedLong(value: unknown, { min, max }: Range<bigint>): bigint {
  const isWhole = Number.isSafeInteger(value) || (typeof value === "string" && /^-?\d{1,20}$/.test(value));
  const long =
    isWhole && (typeof value === "number" || typeof value === "string") ? BigInt(value) : undefined;
  if (long !== undefined && long >= min && long <= max) return long;
  throw new BadValue(`${shown(value)} is no integer from ${min} to ${max}`);
}

function isZeroLong(value: unknown): boolean {
  return value === 0 || value === "0";
}

function writeInteger(writer: WireWriter, value: number): void {
  if (value < 0) writer.bigVarint(BigInt(value));
  else writer.varint(value);
}

function readInt32(reader: WireReader): number {
  return Number(BigInt.asIntN(32, BigInt(reader.varint())));
}
