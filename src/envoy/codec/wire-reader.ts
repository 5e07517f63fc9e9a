import { BadValue } from "./codec-error.ts";

/** How a value lies on the wire: varint, 8 bytes, length and content, 4 bytes. The two for groups are history. */
export type WireType = 0 | 1 | 2 | 5;

/**
 * Reads the primitives of the Protocol Buffers wire format.
 *
 * Source: Protocol Buffers, "Encoding". Never reads past its end; every method throws {@link BadValue} where the bytes
 * end early or are none of that format.
 */
export class WireReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #position = 0;
  #end: number;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#end = bytes.length;
  }

  /** Whether the innermost opened content (or the whole) is read to its end. */
  get atEnd(): boolean {
    return this.#position >= this.#end;
  }

  /** Narrows the reader to the length-delimited content that follows; hand the result to {@link close}. */
  open(): number {
    const length = this.#length();
    const outerEnd = this.#end;
    this.#end = this.#position + length;
    return outerEnd;
  }

  close(outerEnd: number): void {
    this.#end = outerEnd;
  }

  /** A tag: field number and wire type. */
  tag(): { readonly number: number; readonly wireType: WireType } {
    const tag = Number(this.varint());
    const wireType = tag & 7;
    const number = Math.floor(tag / 8);
    if (number < 1 || number > 0x1fffffff) throw new BadValue(`field number ${number}`);
    if (wireType !== 0 && wireType !== 1 && wireType !== 2 && wireType !== 5) {
      throw new BadValue(`wire type ${wireType}`);
    }
    return { number, wireType };
  }

  /** An unsigned integer of 64 bits; a bigint only beyond 28 bits, which few values need. */
  varint(): number | bigint {
    let value = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.#byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    let large = BigInt(value);
    for (let shift = 28n; shift < 70n; shift += 7n) {
      const byte = this.#byte();
      large |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, large);
    }
    throw new BadValue("a varint of more than ten bytes");
  }

  double(): number {
    return this.#view.getFloat64(this.#advance(8), true);
  }

  /** Length and bytes; a view of the input. */
  bytes(): Uint8Array {
    const length = this.#length();
    const start = this.#advance(length);
    return this.#bytes.subarray(start, start + length);
  }

  /** Length and UTF-8. */
  text(): string {
    try {
      return utf8.decode(this.bytes());
    } catch (cause) {
      if (cause instanceof BadValue) throw cause;
      throw new BadValue("text that is not UTF-8");
    }
  }

  /** Steps over a value. */
  skip(wireType: WireType): void {
    switch (wireType) {
      case 0:
        this.varint();
        return;
      case 1:
        this.#advance(8);
        return;
      case 2:
        this.bytes();
        return;
      case 5:
        this.#advance(4);
    }
  }

  #length(): number {
    const length = Number(this.varint());
    if (length > this.#end - this.#position) throw new BadValue("the bytes end early");
    return length;
  }

  #byte(): number {
    const byte = this.#bytes[this.#position];
    if (byte === undefined || this.#position >= this.#end) throw new BadValue("the bytes end early");
    this.#position += 1;
    return byte;
  }

  #advance(count: number): number {
    const start = this.#position;
    if (count > this.#end - start) throw new BadValue("the bytes end early");
    this.#position += count;
    return start;
  }
}

// A byte order mark is content like any other.
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
