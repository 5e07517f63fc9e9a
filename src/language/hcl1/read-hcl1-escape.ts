import { languageCodes } from "../codes.ts";
import type { Hcl1Problem } from "./hcl1-token.ts";

export interface Hcl1Escape {
  readonly text: string;
  readonly end: number;
}

/**
 * The escape sequence whose backslash is at `at`. `\x` and octal escapes are bytes, so those beyond ASCII are read in
 * runs that must make UTF-8 characters.
 */
export function readHcl1Escape(text: string, at: number): Hcl1Escape | Hcl1Problem {
  const letter = text.charAt(at + 1);
  const simple = simpleEscapes.get(letter);
  if (simple !== undefined) return { text: simple, end: at + 2 };
  const bytes = matchAt(highBytesForm, text, at);
  if (bytes !== undefined) {
    const decoded = decodeBytes(bytes);
    return decoded === undefined
      ? invalidEscape(at, at + bytes.length)
      : { text: decoded, end: at + bytes.length };
  }
  const point = matchAt(pointForm, text, at);
  if (point === undefined) return invalidEscape(at, Math.min(at + 2, text.length));
  const value = /^\\[0-7]/.test(point)
    ? Number.parseInt(point.slice(1), 8)
    : Number.parseInt(point.slice(2), 16);
  // Half a surrogate pair is no character; where one is let through, it arrives as U+FFFD.
  if (value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) return invalidEscape(at, at + point.length);
  return { text: String.fromCodePoint(value), end: at + point.length };
}

function decodeBytes(escapes: string): string | undefined {
  const bytes = [...escapes.matchAll(/\\(?:x(..)|(...))/g)].map(([, hex, octal]) =>
    hex === undefined ? Number.parseInt(octal ?? "", 8) : Number.parseInt(hex, 16),
  );
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes));
  } catch {
    return undefined;
  }
}

function invalidEscape(start: number, end: number): Hcl1Problem {
  return {
    code: languageCodes.invalidEscape,
    summary: "Invalid escape sequence",
    detail:
      'Behind a backslash may stand a, b, f, n, r, t, v, ", \\, three octal digits of a byte, x with two, u with four or U with eight hexadecimal digits. Write a backslash itself as "\\\\".',
    start,
    end,
  };
}

function matchAt(form: RegExp, text: string, at: number): string | undefined {
  form.lastIndex = at;
  return form.exec(text)?.[0];
}

const highBytesForm = /(?:\\x[89a-fA-F][0-9a-fA-F]|\\[23][0-7]{2})+/y;
const pointForm = /\\(?:[01][0-7]{2}|x[0-7][0-9a-fA-F]|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})/y;

const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ["a", "\u0007"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
  ['"', '"'],
  ["\\", "\\"],
]);
