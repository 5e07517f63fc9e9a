import type { WireReader, WireType } from "../../../envoy/codec/wire-reader.ts";
import type { WireWriter } from "../../../envoy/codec/wire-writer.ts";
import type { Field, MessageCodec } from "./message-codec.ts";

/** Bytes that are no message of the definition. */
export class MalformedMessage extends Error {}

export function text(number: number): Field<string> {
  return {
    number,
    absent: "",
    write: (writer, value) => value !== "" && writeText(writer, number, value),
    read: (reader, wireType) => expecting(2, wireType, () => reader.text()),
  };
}

/** A text whose presence counts, as a member of a oneof. */
export function presentText(number: number): Field<string | undefined> {
  return {
    number,
    absent: undefined,
    write: (writer, value) => value !== undefined && writeText(writer, number, value),
    read: (reader, wireType) => expecting(2, wireType, () => reader.text()),
  };
}

export function bytes(number: number): Field<Uint8Array> {
  return {
    number,
    absent: new Uint8Array(),
    write: (writer, value) => {
      if (value.length === 0) return;
      writer.varint(number * 8 + 2);
      writer.bytes(value);
    },
    // A copy: what is read would otherwise keep the whole message in memory.
    read: (reader, wireType) => expecting(2, wireType, () => reader.bytes().slice()),
  };
}

export function bool(number: number): Field<boolean> {
  return {
    number,
    absent: false,
    write: (writer, value) => value && writeInteger(writer, number, 1),
    read: (reader, wireType) => expecting(0, wireType, () => Number(reader.varint()) !== 0),
  };
}

/** An integer that a number holds exactly: versions, indexes and counts are small. */
export function integer(number: number): Field<number> {
  return {
    number,
    absent: 0,
    write: (writer, value) => value !== 0 && writeInteger(writer, number, value),
    read: readInteger,
  };
}

/** An integer whose presence counts. */
export function presentInteger(number: number): Field<number | undefined> {
  return {
    number,
    absent: undefined,
    write: (writer, value) => value !== undefined && writeInteger(writer, number, value),
    read: readInteger,
  };
}

/** One of a list of names; each stands for its place in it. A number beyond the list is read as the first. */
export function oneOf<const Names extends readonly [string, ...string[]]>(
  number: number,
  names: Names,
): Field<Names[number]> {
  const nameOf = (value: number): Names[number] => names[value] ?? names[0];
  return {
    number,
    absent: names[0],
    write: (writer, value) => {
      const place = names.indexOf(value);
      if (place > 0) writeInteger(writer, number, place);
    },
    read: (reader, wireType) => nameOf(readInteger(reader, wireType)),
  };
}

/** A nested message, or none. */
export function nested<Out extends object, In extends object>(
  number: number,
  codec: MessageCodec<Out, In>,
): Field<Out | undefined, In | undefined> {
  return {
    number,
    absent: undefined,
    write: (writer, value) => value && writeNested(writer, number, () => codec.write(writer, value)),
    read: (reader, wireType) => readNested(reader, wireType, () => codec.read(reader)),
  };
}

export function list<Out extends object, In extends object>(
  number: number,
  codec: MessageCodec<Out, In>,
): Field<readonly Out[], readonly In[]> {
  return {
    number,
    absent: [],
    write: (writer, values) => {
      for (const value of values) writeNested(writer, number, () => codec.write(writer, value));
    },
    read: (reader, wireType, earlier) => [...earlier, readNested(reader, wireType, () => codec.read(reader))],
  };
}

/** Messages by a name. Written in the order of the record. */
export function byName<Out extends object, In extends object>(
  number: number,
  codec: MessageCodec<Out, In>,
): Field<Readonly<Record<string, Out>>, Readonly<Record<string, In>>> {
  return {
    number,
    absent: {},
    write: (writer, values) => {
      for (const [name, value] of Object.entries(values)) {
        writeNested(writer, number, () => {
          writeText(writer, 1, name);
          writeNested(writer, 2, () => codec.write(writer, value));
        });
      }
    },
    read: (reader, wireType, earlier) => {
      const [name, value] = readNested(reader, wireType, () => readEntry(reader, codec));
      return value ? { ...earlier, [name]: value } : earlier;
    },
  };
}

function readEntry<Out extends object>(
  reader: WireReader,
  codec: Pick<MessageCodec<Out, never>, "read">,
): readonly [string, Out | undefined] {
  let name = "";
  let value: Out | undefined;
  while (!reader.atEnd) {
    const { number, wireType } = reader.tag();
    if (number === 1) name = expecting(2, wireType, () => reader.text());
    else if (number === 2) value = readNested(reader, wireType, () => codec.read(reader));
    else reader.skip(wireType);
  }
  return [name, value];
}

function writeText(writer: WireWriter, number: number, value: string): void {
  writer.varint(number * 8 + 2);
  // A lone half of a surrogate pair has no UTF-8; what it came from is a text of the user's, which must not stop us.
  writer.text(/\p{Surrogate}/u.test(value) ? Buffer.from(value).toString("utf8") : value);
}

function writeInteger(writer: WireWriter, number: number, value: number): void {
  writer.varint(number * 8);
  writer.bigVarint(BigInt(value));
}

function writeNested(writer: WireWriter, number: number, write: () => void): void {
  writer.varint(number * 8 + 2);
  const start = writer.begin();
  write();
  writer.end(start);
}

function readInteger(reader: WireReader, wireType: WireType): number {
  return expecting(0, wireType, () => Number(BigInt.asIntN(64, BigInt(reader.varint()))));
}

function readNested<T>(reader: WireReader, wireType: WireType, read: () => T): T {
  return expecting(2, wireType, () => {
    const outerEnd = reader.open();
    const value = read();
    reader.close(outerEnd);
    return value;
  });
}

function expecting<T>(expected: WireType, actual: WireType, read: () => T): T {
  if (actual !== expected)
    throw new MalformedMessage(`a field has the wire type ${actual} instead of ${expected}`);
  return read();
}
