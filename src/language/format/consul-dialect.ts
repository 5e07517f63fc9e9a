import { Scanner } from "../native/scanner.ts";

/**
 * Whether a native document is one of Consul's own, which are written in HCL 1: a config entry (an argument `Kind` at
 * the top), or service and check definitions (`service`, `services`, `check`, `checks` as an argument or as a block
 * without a label). Names count in any case and may be quoted. The text may have any number of syntax errors: to HCL 2,
 * such a document has many.
 */
export function isConsulDialect(text: string): boolean {
  // Most documents are told by this alone, at a fraction of the time.
  if (!mayHoldConsulItem.test(text)) return false;
  const scanner = new Scanner(text, text.startsWith("\ufeff") ? 1 : 0, text.length);
  let depth = 0;
  let beginsItem = true;
  scanner.scanAt(scanner.start);
  while (scanner.kind !== "end") {
    const { kind } = scanner;
    if (depth === 0 && beginsItem && isConsulItem(text, scanner)) return true;
    beginsItem = kind === "newline";
    if (kind === "{" || kind === "[" || kind === "(") depth += 1;
    else if (kind === "}" || kind === "]" || kind === ")") depth = Math.max(0, depth - 1);
    scanner.scanAt(endOfToken(text, scanner));
  }
  return false;
}

function isConsulItem(text: string, { kind, start }: Scanner): boolean {
  if (kind !== "identifier" && kind !== "quote") return false;
  consulItem.lastIndex = start;
  return consulItem.test(text);
}

const mayHoldConsulItem = /^[\ufeff\s]*"?(?:kind|services?|checks?)"?[ \t]*[=:{]/im;
const consulItem =
  /(?:"kind"|kind)[ \t]*[=:](?!=)|(?:"(?:service|check)s?"|(?:service|check)s?)[ \t]*(?:[=:](?!=)|\{)/iy;

/** Behind the token; texts and heredocs are passed over as a whole, as far as they can be told. */
function endOfToken(text: string, { kind, start, end }: Scanner): number {
  if (kind === "quote") return behindText(text, end);
  if (kind !== "heredoc") return end;
  const marker = text.slice(start, end).trimEnd().replace(/^<<-?/, "");
  const close = new RegExp(`^[ \\t]*${marker}[ \\t\\r]*$`, "gm");
  close.lastIndex = end;
  return close.test(text) ? close.lastIndex : text.length;
}

/** Behind the closing quote, or the end of the line when there is none. */
function behindText(text: string, contentStart: number): number {
  let at = contentStart;
  for (; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (character === NEWLINE) return at;
    if (character === QUOTE) return at + 1;
    if (character === BACKSLASH) at += 1;
  }
  return text.length;
}

const NEWLINE = 10;
const QUOTE = 34;
const BACKSLASH = 92;
