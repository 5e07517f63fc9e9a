import { BadValue } from "./codec-error.ts";

/**
 * Writes the primitives of the Protocol Buffers wire format into one growing buffer.
 *
 * Source: Protocol Buffers, "Encoding". Callers check ranges; only text is checked here, because finding a lone
 * surrogate costs a pass over it.
 */
export class WireWriter {
  #bytes = new Uint8Array(512);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  /** How many bytes are written so far. */
  get length(): number {
    return this.#length;
  }

  /** Takes back what was written after `length` bytes. */
  truncate(length: number): void {
    this.#length = length;
  }

  /** A copy of what was written so far. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  /** An integer from 0 to `Number.MAX_SAFE_INTEGER`. */
  varint(value: number): void {
    this.#reserve(8);
    let rest = value;
    for (; rest > 0x7fffffff; rest = Math.floor(rest / 128))
      this.#bytes[this.#length++] = (rest % 128) | 0x80;
    for (; rest > 0x7f; rest >>>= 7) this.#bytes[this.#length++] = (rest & 0x7f) | 0x80;
    this.#bytes[this.#length++] = rest;
  }

  /** An integer of 64 bits; a negative one as its two's complement. */
  bigVarint(value: bigint): void {
    this.#reserve(10);
    let rest = BigInt.asUintN(64, value);
    for (; rest > 0x7fn; rest >>= 7n) this.#bytes[this.#length++] = Number(rest & 0x7fn) | 0x80;
    this.#bytes[this.#length++] = Number(rest);
  }

  double(value: number): void {
    this.#reserve(8);
    this.#view.setFloat64(this.#length, value, true);
    this.#length += 8;
  }

  /** Length and bytes. */
  bytes(value: Uint8Array): void {
    this.varint(value.length);
    this.#reserve(value.length);
    this.#bytes.set(value, this.#length);
    this.#length += value.length;
  }

  /** Length and UTF-8. */
  text(value: string): void {
    const start = this.begin();
    this.#reserve(value.length * 3);
    for (let at = 0; at < value.length; at += 1) {
      const code = value.charCodeAt(at);
      if (code > 0x7f) {
        this.#nonAscii(value, at);
        break;
      }
      this.#bytes[this.#length++] = code;
    }
    this.end(start);
  }

  /** Opens something that its length precedes; hand the result to {@link end}. */
  begin(): number {
    this.#reserve(1);
    this.#length += 1;
    return this.#length;
  }

  /** Closes what {@link begin} opened: writes the length before it. */
  end(start: number): void {
    const length = this.#length - start;
    const extraBytes = varintLength(length) - 1;
    if (extraBytes > 0) {
      // One byte was kept free, which is enough for most; longer content moves up.
      this.#reserve(extraBytes);
      this.#bytes.copyWithin(start + extraBytes, start, this.#length);
    }
    this.#length = start - 1;
    this.varint(length);
    this.#length += length;
  }

  #nonAscii(value: string, from: number): void {
    const rest = value.slice(from);
    if (/\p{Surrogate}/u.test(rest)) throw new BadValue("text with half a surrogate pair");
    this.#length += utf8.encodeInto(rest, this.#bytes.subarray(this.#length)).written;
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + count));
    larger.set(this.#bytes);
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}

const utf8 = new TextEncoder();

function varintLength(value: number): number {
  let length = 1;
  for (let rest = value; rest > 0x7f; rest = Math.floor(rest / 128)) length += 1;
  return length;
}
