import { languageCodes } from "../codes.ts";
import { readEscape } from "./escape.ts";
import type { ParseExpression } from "./parse-function.ts";
import type { TemplateEnd, TemplateItem, TemplateText } from "./template-item.ts";
import { scanSequence } from "./template-sequence.ts";
import type { TokenCursor } from "./token-cursor.ts";

export interface ScannedTemplate {
  readonly items: readonly TemplateItem[];
  /** Behind the closing quote or marker. */
  readonly end: number;
}

/** Reads a template from `start` up to its end. Undefined when that failed, which the cursor has reported. */
export function scanTemplate(
  cursor: TokenCursor,
  { start, until }: { readonly start: number; readonly until: TemplateEnd },
  parseExpression: ParseExpression,
): ScannedTemplate | undefined {
  const items: TemplateItem[] = [];
  let at = start;
  let trimsNext = false;
  let atLineStart = true;
  for (;;) {
    const end = endAt(cursor, { at, until, atLineStart });
    if (end !== undefined) return { items, end };
    if (at >= cursor.source.limit) break;
    if (opensSequence(cursor.source.text, at)) {
      const sequence = scanSequence(cursor, at, parseExpression);
      if (!sequence) return undefined;
      if (sequence.trimsBefore) trimLastText(items);
      items.push(sequence.item);
      trimsNext = sequence.trimsAfter;
      at = sequence.item.end;
      atLineStart = false;
      continue;
    }
    const text = scanText(cursor, at, until);
    if (!text) return undefined;
    items.push(trimsNext ? { ...text, text: text.text.trimStart() } : text);
    trimsNext = false;
    at = text.end;
    atLineStart = cursor.source.text.charCodeAt(at - 1) === NEWLINE;
  }
  reportUnclosed(cursor, until);
  return undefined;
}

const NEWLINE = 10;
const CARRIAGE_RETURN = 13;
const QUOTE = 34;
const BACKSLASH = 92;

interface EndQuestion {
  readonly at: number;
  readonly until: TemplateEnd;
  readonly atLineStart: boolean;
}

function endAt(cursor: TokenCursor, { at, until, atLineStart }: EndQuestion): number | undefined {
  const { text, limit } = cursor.source;
  if (until.kind === "quote") return at < limit && text.charCodeAt(at) === QUOTE ? at + 1 : undefined;
  if (until.kind === "limit") return at >= limit ? at : undefined;
  if (!atLineStart) return undefined;
  let from = at;
  while (isIndent(text.charCodeAt(from))) from += 1;
  if (!text.startsWith(until.marker, from)) return undefined;
  const end = from + until.marker.length;
  let lineEnd = end;
  while (isBlank(text.charCodeAt(lineEnd))) lineEnd += 1;
  // The specification wants a newline behind the marker, even at the end of the file.
  return text.charCodeAt(lineEnd) === NEWLINE ? end : undefined;
}

function isIndent(code: number): boolean {
  return code === 32 || code === 9;
}

function isBlank(code: number): boolean {
  return isIndent(code) || code === CARRIAGE_RETURN;
}

function opensSequence(text: string, at: number): boolean {
  const character = text[at];
  return (character === "$" || character === "%") && text[at + 1] === "{";
}

/** Literal text up to a sequence, the end of the line or the end of the template. */
function scanText(cursor: TokenCursor, start: number, until: TemplateEnd): TemplateText | undefined {
  const { text, limit } = cursor.source;
  const plain = until.kind === "quote" ? plainInQuotes : plainElsewhere;
  let decoded = "";
  let at = start;
  while (at < limit) {
    plain.lastIndex = at;
    plain.test(text);
    const plainEnd = Math.min(plain.lastIndex, limit);
    decoded += text.slice(at, plainEnd);
    at = plainEnd;
    if (at >= limit) break;
    const code = text.charCodeAt(at);
    if (code === CARRIAGE_RETURN && until.kind !== "limit" && text.charCodeAt(at + 1) !== NEWLINE) {
      reportCarriageReturn(cursor, at);
      return undefined;
    }
    if (code === NEWLINE) {
      if (until.kind === "quote") {
        reportUnclosed(cursor, until);
        return undefined;
      }
      return { kind: "text", text: `${decoded}\n`, start, end: at + 1 };
    }
    if (until.kind === "quote" && code === QUOTE) break;
    if (until.kind === "quote" && code === BACKSLASH) {
      const escape = readEscape(cursor, at);
      if (!escape) return undefined;
      decoded += escape.text;
      at = escape.end;
    } else if (opensSequence(text, at)) break;
    else if (opensSequence(text, at + 1) && text[at] === text[at + 1]) {
      // `$${` and `%%{` are how to write the opening of a sequence as text.
      decoded += text.slice(at + 1, at + 3);
      at += 3;
    } else {
      decoded += text.charAt(at);
      at += 1;
    }
  }
  return { kind: "text", text: decoded, start, end: at };
}

// Both always match, if only the empty text, and so leave `lastIndex` behind what they passed.
const plainInQuotes = /[^"\\$%\r\n]*/y;
const plainElsewhere = /[^$%\r\n]*/y;

function trimLastText(items: TemplateItem[]): void {
  const last = items.at(-1);
  if (last?.kind === "text") items[items.length - 1] = { ...last, text: last.text.trimEnd() };
}

function reportCarriageReturn(cursor: TokenCursor, at: number): void {
  cursor.fail({
    code: languageCodes.invalidCharacter,
    summary: "Invalid character",
    detail: 'A carriage return must be followed by a line feed. Write one inside a text as "\\r".',
    subject: cursor.range(at, at + 1),
  });
}

export function reportUnclosed(cursor: TokenCursor, until: TemplateEnd): void {
  if (until.kind === "quote") {
    const { text, limit } = cursor.source;
    const newline = text.indexOf("\n", until.start);
    const lineEnd = newline < 0 || newline > limit ? limit : newline;
    cursor.fail({
      code: languageCodes.unclosedString,
      summary: "Unclosed text",
      detail:
        'A quoted text ends on the line it begins on. Close it with a double quote; write a line break as "\\n", or use a heredoc (<<EOT).',
      subject: cursor.range(until.start, lineEnd),
    });
  } else if (until.kind === "marker") {
    cursor.fail({
      code: languageCodes.unclosedHeredoc,
      summary: "Unclosed heredoc",
      detail: `No later line holds only "${until.marker}". Add such a line, with a line break behind it, where the text ends.`,
      subject: cursor.range(until.start, until.start + until.marker.length),
      related: [
        {
          message: "The file ends here, without it.",
          range: cursor.range(cursor.source.limit, cursor.source.limit),
        },
      ],
    });
  }
}
