/** The few parts of DER (ITU-T X.690) that a certificate of our own for one connection is made of. */

export function sequence(...parts: readonly Uint8Array[]): Uint8Array {
  return element(0x30, ...parts);
}

export function setOf(part: Uint8Array): Uint8Array {
  return element(0x31, part);
}

/** A constructed element with a context-specific tag. */
export function tagged(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  return element(0xa0 + tag, ...parts);
}

/** An integer from 0, the most significant byte first. It has one encoding only, the shortest that is not negative. */
export function positiveInteger(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte !== 0);
  const digits = first < 0 ? Uint8Array.of(0) : bytes.subarray(first);
  const isNegative = ((digits[0] ?? 0) & 0x80) !== 0;
  return element(0x02, ...(isNegative ? [Uint8Array.of(0)] : []), digits);
}

/** An object identifier by its dotted numbers. */
export function objectIdentifier(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return element(0x06, Uint8Array.from([first * 40 + second, ...rest.flatMap(base128)]));
}

export function utf8Text(text: string): Uint8Array {
  return element(0x0c, new TextEncoder().encode(text));
}

/** A time as certificates write it until 2049. */
export function utcTime(epochMs: number): Uint8Array {
  const digits = new Date(epochMs).toISOString().replace(/\D/g, "").slice(2, 14);
  return element(0x17, new TextEncoder().encode(`${digits}Z`));
}

export function truth(): Uint8Array {
  return element(0x01, Uint8Array.of(0xff));
}

export function octets(content: Uint8Array): Uint8Array {
  return element(0x04, content);
}

export function bits(content: Uint8Array, unusedBits = 0): Uint8Array {
  return element(0x03, Uint8Array.of(unusedBits), content);
}

/** An element with any tag. */
export function element(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return Uint8Array.from([tag, ...lengthBytes(length), ...parts.flatMap((part) => [...part])]);
}

function lengthBytes(length: number): readonly number[] {
  if (length < 0x80) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return [0x80 + bytes.length, ...bytes];
}

function base128(value: number): readonly number[] {
  const bytes = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128))
    bytes.unshift(0x80 + (rest % 128));
  return bytes;
}
