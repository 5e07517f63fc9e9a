import { WireReader } from "../../../envoy/codec/wire-reader.ts";
import type { WireType } from "../../../envoy/codec/wire-reader.ts";
import { WireWriter } from "../../../envoy/codec/wire-writer.ts";

/**
 * One field of a message: how it is written and read, and what its absence means.
 *
 * `Out` is what a reader gets, `In` what a writer gives: of a nested message any field may be left out.
 */
export interface Field<Out, In = Out> {
  readonly number: number;
  readonly absent: Out;
  /** Writes the tag and the value, or nothing for what absence already says. */
  write(writer: WireWriter, value: In): void;
  /** Reads one occurrence; `earlier` is what former ones of the same field gave. */
  read(reader: WireReader, wireType: WireType, earlier: Out): Out;
}

/** A message between its bytes and an object; made by {@link message}. */
export interface MessageCodec<Out extends object, In extends object> {
  encode(value: In): Uint8Array;
  /** Fields that the definition does not know are skipped. Throws for bytes that are no such message. */
  decode(bytes: Uint8Array): Out;
  write(writer: WireWriter, value: In): void;
  read(reader: WireReader): Out;
}

// The parameter stands on both sides of a field, so only `any`-like bounds would fit them all; `never` does for input.
type Fields = Readonly<Record<string, Field<unknown, never>>>;

/** What decoding gives: every field, absent ones as their definition says. */
export type Decoded<F extends Fields> = {
  readonly [K in keyof F]: F[K] extends Field<infer Out, never> ? Out : never;
};

/** What encoding takes. */
export type Encodable<F extends Fields> = {
  readonly [K in keyof F]?: F[K] extends Field<unknown, infer In> ? In | undefined : never;
};

/**
 * The codec of a message with these fields.
 *
 * Source: Protocol Buffers, "Encoding". Unlike the codec of Envoy's messages, whose definitions are a folder of files,
 * the few messages of a plugin are written down in the program, and their types follow from that.
 */
export function message<F extends Fields>(fields: F): MessageCodec<Decoded<F>, Encodable<F>> {
  const named = Object.entries(fields);
  const byNumber = new Map(named.map(([name, field]) => [field.number, { name, field }]));
  const codec: MessageCodec<Decoded<F>, Encodable<F>> = {
    write(writer, value) {
      const given: Readonly<Record<string, unknown>> = value;
      for (const [name, field] of named) {
        const part = given[name];
        // The mapped type pairs each name with its field's own input.
        if (part !== undefined) field.write(writer, part as never);
      }
    },
    read(reader) {
      const found: Record<string, unknown> = Object.fromEntries(
        named.map(([name, { absent }]) => [name, absent]),
      );
      while (!reader.atEnd) {
        const { number, wireType } = reader.tag();
        const known = byNumber.get(number);
        if (known) found[known.name] = known.field.read(reader, wireType, found[known.name]);
        else reader.skip(wireType);
      }
      // Every name of the fields was given a value of its field's type above.
      return found as Decoded<F>;
    },
    encode(value) {
      const writer = new WireWriter();
      codec.write(writer, value);
      return writer.finish();
    },
    decode: (bytes) => codec.read(new WireReader(bytes)),
  };
  return codec;
}
