import { languageCodes } from "../codes.ts";
import type { Hcl1Problem, Hcl1Token } from "./hcl1-token.ts";

export function invalidToken(problem: Hcl1Problem): Hcl1Token {
  return { kind: "invalid", start: problem.start, end: problem.end, text: "", problem };
}

export function unreadableCharacter(text: string, at: number): Hcl1Problem {
  const point = text.codePointAt(at) ?? 0;
  const character = String.fromCodePoint(point);
  const name = `U+${point.toString(16).toUpperCase().padStart(4, "0")}`;
  const shown = /^[\p{C}\p{Z}]$/u.test(character) ? name : `"${character}" (${name})`;
  return {
    code: languageCodes.invalidCharacter,
    summary: "Invalid character",
    detail:
      hints.get(character) ??
      `The character ${shown} has no meaning here. Remove it, or put it in a quoted text.`,
    start: at,
    end: at + character.length,
  };
}

const straightQuotes = 'Texts are written in straight double quotes: "text".';

const hints: ReadonlyMap<string, string> = new Map([
  ["'", straightQuotes],
  ["`", straightQuotes],
  ["\u201c", straightQuotes],
  ["\u201d", straightQuotes],
  ["\u2018", straightQuotes],
  ["\u2019", straightQuotes],
  [":", 'A name is followed by "=" and its value, not by a colon. Write "=" here.'],
  [";", "Members of an object are separated by newlines or commas. Remove the semicolon."],
  [
    "$",
    'There are no expressions in Consul\'s HCL. Put the text in double quotes: "${…}" then stays as it is.',
  ],
  ["/", 'A comment begins with "#", "//" or "/*". Complete it, or remove the slash.'],
  ["\ufeff", "A byte order mark may stand only at the very beginning of a file. Remove it here."],
]);
