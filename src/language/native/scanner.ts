import type { Punctuation, TokenKind } from "./token.ts";

/**
 * Reads one token at a time from a text. What is between the quotes of a template is no token: the template parser
 * reads it and moves the scanner behind it, so the scanner needs no modes and no list of tokens.
 *
 * Source: HCL native syntax specification, "Lexical Elements".
 */
export class Scanner {
  kind: TokenKind = "end";
  start: number;
  end: number;

  constructor(
    readonly text: string,
    start: number,
    readonly limit: number,
  ) {
    this.start = start;
    this.end = start;
  }

  /** Makes the first token at or after `offset` the current one. Spaces and comments are no tokens, newlines are. */
  scanAt(offset: number): void {
    const at = this.skipBlank(offset);
    this.start = at;
    if (at >= this.limit) {
      this.set("end", this.limit);
      return;
    }
    const code = this.text.charCodeAt(at);
    if (isIdentifierStart(code)) this.set("identifier", identifierEnd(this.text, at + 1));
    else if (isDigit(code)) this.set("number", this.numberEnd(at));
    else this.scanPunctuation(at, code);
  }

  private set(kind: TokenKind, end: number): void {
    this.kind = kind;
    this.end = end;
  }

  private skipBlank(offset: number): number {
    let at = offset;
    while (at < this.limit) {
      const code = this.text.charCodeAt(at);
      if (code === SPACE || code === TAB) at += 1;
      else if (code === HASH || (code === SLASH && this.text.charCodeAt(at + 1) === SLASH))
        at = this.lineEnd(at);
      else if (code === SLASH && this.text.charCodeAt(at + 1) === STAR) {
        const close = this.text.indexOf("*/", at + 2);
        if (close < 0 || close + 2 > this.limit) return at;
        at = close + 2;
      } else return at;
    }
    return this.limit;
  }

  private lineEnd(from: number): number {
    const newline = this.text.indexOf("\n", from);
    if (newline < 0 || newline > this.limit) return this.limit;
    return this.text.charCodeAt(newline - 1) === CARRIAGE_RETURN ? newline - 1 : newline;
  }

  private numberEnd(start: number): number {
    let at = start + 1;
    for (; at < this.limit; at += 1) {
      const code = this.text.charCodeAt(at);
      if (isDigit(code)) continue;
      // A point belongs to the number only when a digit follows; so do the letter and the sign of an exponent.
      if (code === POINT && isDigit(this.text.charCodeAt(at + 1))) continue;
      if (code !== LOWER_E && code !== UPPER_E) break;
      const sign = this.text.charCodeAt(at + 1);
      const digitAt = sign === PLUS || sign === MINUS ? at + 2 : at + 1;
      if (!isDigit(this.text.charCodeAt(digitAt))) break;
      at = digitAt;
    }
    return at;
  }

  private scanPunctuation(at: number, code: number): void {
    const next = this.text.charCodeAt(at + 1);
    const introducer = code === LESS && next === LESS ? heredocIntroducerAt(this.text, at) : undefined;
    const pair = isPairEnd(next) ? this.text.slice(at, at + 2) : "";
    if (code === NEWLINE) this.set("newline", at + 1);
    else if (code === CARRIAGE_RETURN && next === NEWLINE) this.set("newline", at + 2);
    else if (code === QUOTE) this.set("quote", at + 1);
    else if (code === SLASH && next === STAR) this.set("unclosed-comment", at + 2);
    else if (code > 127) this.scanUnicode(at);
    else if (code === POINT && this.text.startsWith("...", at)) this.set("...", at + 3);
    else if (introducer !== undefined) this.set("heredoc", at + introducer.length);
    else if (isPair(pair)) this.set(pair, at + 2);
    else {
      const single = this.text.charAt(at);
      this.set(isSingle(single) ? single : "invalid", at + 1);
    }
  }

  private scanUnicode(at: number): void {
    const character = String.fromCodePoint(this.text.codePointAt(at) ?? 0);
    const end = at + character.length;
    if (unicodeIdentifierStart.test(character)) this.set("identifier", identifierEnd(this.text, end));
    else this.set("invalid", end);
  }
}

/** Where the identifier that runs up to `from` really ends. */
export function identifierEnd(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (isIdentifierStart(code) || isDigit(code) || code === MINUS) {
      at += 1;
      continue;
    }
    if (!(code > 127)) return at;
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    if (!unicodeIdentifierContinue.test(character)) return at;
    at += character.length;
  }
}

/** `<<EOT`, `<<-EOT` with the newline after it, when one begins at `at`. */
export function heredocIntroducerAt(text: string, at: number): string | undefined {
  if (!text.startsWith("<<", at)) return undefined;
  heredocIntroducer.lastIndex = at;
  return heredocIntroducer.exec(text)?.[0];
}

/** Whether the whole text is one identifier. */
export function isIdentifier(text: string): boolean {
  return wholeIdentifier.test(text);
}

const heredocIntroducer = /<<-?[\p{ID_Start}_][\p{ID_Continue}-]*\r?\n/uy;
const wholeIdentifier = /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u;
const unicodeIdentifierStart = /\p{ID_Start}/u;
const unicodeIdentifierContinue = /\p{ID_Continue}/u;

const pairs: ReadonlySet<string> = new Set<Punctuation>(["==", "=>", "!=", "<=", ">=", "&&", "||", "::"]);
const singles: ReadonlySet<string> = new Set<Punctuation>([
  ...(["{", "}", "[", "]", "(", ")", ",", ".", "=", "!", "<", ">"] as const),
  ...(["+", "-", "*", "/", "%", "?", ":", "~"] as const),
]);

function isPair(text: string): text is Punctuation {
  return pairs.has(text);
}

function isSingle(text: string): text is Punctuation {
  return singles.has(text);
}

const TAB = 9;
const NEWLINE = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const QUOTE = 34;
const HASH = 35;
const STAR = 42;
const PLUS = 43;
const MINUS = 45;
const POINT = 46;
const SLASH = 47;
const LESS = 60;
const UPPER_E = 69;
const LOWER_E = 101;

/** The second characters of the pairs: `=`, `>`, `&`, `|` and `:`. */
function isPairEnd(code: number): boolean {
  return code === 61 || code === 62 || code === 38 || code === 124 || code === 58;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isIdentifierStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
}
