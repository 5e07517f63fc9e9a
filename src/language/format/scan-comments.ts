import type { FormatToken } from "./format-token.ts";

/** Adds the comments of a stretch that holds nothing but comments and white space. */
export function scanComments(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
  tokens: FormatToken[],
): void {
  let at = start;
  while (at < end) {
    const code = text.charCodeAt(at);
    if (code !== HASH && code !== SLASH) {
      at += 1;
      continue;
    }
    const isBlock = code === SLASH && text.charCodeAt(at + 1) === STAR;
    // The stretch ends with the line, so that a comment to the end of the line is what is left of it.
    const commentEnd = isBlock ? text.indexOf("*/", at + 2) + 2 : end;
    tokens.push({ kind: isBlock ? "comment" : "line-comment", text: text.slice(at, commentEnd) });
    at = commentEnd;
  }
}

const HASH = 35;
const STAR = 42;
const SLASH = 47;
