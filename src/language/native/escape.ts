import { languageCodes } from "../codes.ts";
import type { TokenCursor } from "./token-cursor.ts";

export interface Escape {
  readonly text: string;
  readonly end: number;
}

/** The escape sequence whose backslash is at `at`. Undefined when there is no such sequence, which is reported. */
export function readEscape(cursor: TokenCursor, at: number): Escape | undefined {
  const { text } = cursor.source;
  const letter = text.charAt(at + 1);
  const simple = simpleEscapes.get(letter);
  if (simple !== undefined) return { text: simple, end: at + 2 };
  const digits = letter === "u" ? 4 : letter === "U" ? 8 : 0;
  const hex = text.slice(at + 2, at + 2 + digits);
  if (digits > 0 && hex.length === digits && /^[0-9a-fA-F]+$/.test(hex)) {
    const point = Number.parseInt(hex, 16);
    if (point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff)) {
      return { text: String.fromCodePoint(point), end: at + 2 + digits };
    }
  }
  cursor.fail({
    code: languageCodes.invalidEscape,
    summary: "Invalid escape sequence",
    detail:
      'Behind a backslash may stand n, r, t, ", \\, u with four or U with eight hexadecimal digits of a character. Write a backslash itself as "\\\\".',
    subject: cursor.range(at, Math.min(at + 2, cursor.source.limit)),
  });
  return undefined;
}

const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ['"', '"'],
  ["\\", "\\"],
]);
