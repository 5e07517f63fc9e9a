import { languageCodes } from "../codes.ts";
import type { Hcl1Problem, Hcl1Token } from "./hcl1-token.ts";
import { invalidToken, unreadableCharacter } from "./invalid-token.ts";
import { readHcl1Escape } from "./read-hcl1-escape.ts";

/**
 * The text in double quotes at `start`. It ends with its line, but for what is between `${` and `}`: that may hold
 * quotes and newlines and is kept as written, escapes included.
 */
export function scanQuotedText(text: string, start: number): Hcl1Token {
  const pieces: string[] = [];
  let at = start + 1;
  for (;;) {
    plainForm.lastIndex = at;
    plainForm.test(text);
    pieces.push(text.slice(at, plainForm.lastIndex));
    at = plainForm.lastIndex;
    const character = text.charAt(at);
    if (character === '"') return { kind: "string", start, end: at + 1, text: pieces.join("") };
    if (character === "\\") {
      const escape = readHcl1Escape(text, at);
      if ("code" in escape) return invalidToken(escape);
      pieces.push(escape.text);
      at = escape.end;
    } else if (character === "$" && text.charAt(at + 1) === "{") {
      const end = interpolationEnd(text, at);
      if (typeof end !== "number") return invalidToken(end);
      pieces.push(text.slice(at, end).replaceAll("\r\n", "\n"));
      at = end;
    } else if (character === "$" || (character === "\r" && text.charAt(at + 1) !== "\n")) {
      pieces.push(character);
      at += 1;
    } else if (character === "\0") return invalidToken(unreadableCharacter(text, at));
    else return invalidToken(unclosedText(start, at));
  }
}

/** Behind the brace that closes the `${` at `start`. */
function interpolationEnd(text: string, start: number): number | Hcl1Problem {
  let braces = 1;
  let at = start + 2;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === "\0") return unreadableCharacter(text, at);
    if (character === "\\") {
      const escape = readHcl1Escape(text, at);
      if ("code" in escape) return escape;
      at = escape.end;
      continue;
    }
    if (character === "{") braces += 1;
    if (character === "}") braces -= 1;
    at += 1;
    if (braces === 0) return at;
  }
  return {
    code: languageCodes.unclosedInterpolation,
    summary: "Unclosed interpolation",
    detail: 'No brace closes this "${" before the end of the file. Add "}" where it ends.',
    start,
    end: start + 2,
    noticedAt: { message: "the file ends here", offset: text.length },
  };
}

function unclosedText(start: number, end: number): Hcl1Problem {
  return {
    code: languageCodes.unclosedString,
    summary: "Unclosed text",
    detail:
      "A text ends on the line it begins on. Close it with a double quote, or write a heredoc (<<EOF) for several lines.",
    start,
    end,
  };
}

const plainForm = /[^"\\$\r\n\0]*/y;
