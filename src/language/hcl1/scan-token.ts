import { languageCodes } from "../codes.ts";
import type { Hcl1Problem, Hcl1Token, Hcl1TokenKind } from "./hcl1-token.ts";
import { invalidToken, unreadableCharacter } from "./invalid-token.ts";
import { scanHeredoc } from "./scan-heredoc.ts";
import { scanQuotedText } from "./scan-quoted-text.ts";

/**
 * The first token at or after `offset`. White space, newlines and comments separate tokens and mean nothing else.
 *
 * Source: github.com/hashicorp/hcl v1.0.0, whose README is the only specification; its scanner decides.
 */
export function scanToken(text: string, offset: number): Hcl1Token {
  const start = skipBlank(text, offset);
  if (typeof start !== "number") return invalidToken(start);
  if (start >= text.length) return { kind: "end", start, end: start, text: "" };
  const character = text.charAt(start);
  if (character === '"') return scanQuotedText(text, start);
  if (character === "<") return scanHeredoc(text, start);
  if (isPunctuation(character)) return { kind: character, start, end: start + 1, text: character };
  const word = matchAt(identifierForm, text, start);
  if (word !== undefined) {
    const kind = word === "true" || word === "false" ? "boolean" : "identifier";
    return { kind, start, end: start + word.length, text: word };
  }
  const number = matchAt(numberForm, text, start);
  if (number !== undefined) return { kind: "number", start, end: start + number.length, text: number };
  return invalidToken(unreadableCharacter(text, start));
}

/** Behind white space and comments; a problem when a comment has no end or holds a NUL. */
function skipBlank(text: string, offset: number): number | Hcl1Problem {
  let at = offset;
  for (;;) {
    blankForm.lastIndex = at;
    blankForm.test(text);
    at = blankForm.lastIndex;
    const end = commentEnd(text, at);
    if (end === undefined) return at;
    if (end < 0) return unclosedComment(text, at);
    const nul = text.slice(at, end).indexOf("\0");
    if (nul >= 0) return unreadableCharacter(text, at + nul);
    at = end;
  }
}

/** Where the comment at `at` ends: undefined when there is none, -1 when it has no end. */
function commentEnd(text: string, at: number): number | undefined {
  if (text.startsWith("/*", at)) {
    const close = text.indexOf("*/", at + 2);
    return close < 0 ? -1 : close + 2;
  }
  if (text.charCodeAt(at) !== HASH && !text.startsWith("//", at)) return undefined;
  const newline = text.indexOf("\n", at);
  return newline < 0 ? text.length : newline;
}

function unclosedComment(text: string, at: number): Hcl1Problem {
  return {
    code: languageCodes.unclosedComment,
    summary: "Unclosed comment",
    detail: "This comment has no end. Close it with */.",
    start: at,
    end: at + 2,
    noticedAt: { message: "the file ends here", offset: text.length },
  };
}

function matchAt(form: RegExp, text: string, at: number): string | undefined {
  form.lastIndex = at;
  return form.exec(text)?.[0];
}

function isPunctuation(
  character: string,
): character is Extract<Hcl1TokenKind, "{" | "}" | "[" | "]" | "," | "="> {
  return punctuation.has(character);
}

const HASH = 35;
const punctuation: ReadonlySet<string> = new Set(["{", "}", "[", "]", ",", "="]);
const blankForm = /[ \t\r\n]*/y;
const identifierForm = /[\p{L}_][\p{L}\p{Nd}_.-]*/uy;
/** Looser than what a number may be, so that a broken one is named as a whole. */
const numberForm = /-?0[xX][0-9a-fA-F]*|-?\d+(?:\.\d*)?(?:[eE][+-]?\d*)?|\.\d+(?:[eE][+-]?\d*)?/y;
