/** What kind of template is open, and how it ends. */
export type TemplateContext =
  { readonly kind: "quote" } | { readonly kind: "heredoc"; readonly marker: string };

export interface TemplatePiece {
  /** Behind the template when it closes, else where the next interpolation or directive opens. */
  readonly end: number;
  readonly closes: boolean;
}

interface PieceStart {
  readonly start: number;
  /** Whether a heredoc's closing marker may stand here: behind a line break. */
  readonly beginsLine: boolean;
}

/** The literal text of a template from `start` up to the next `${` or `%{`, or to the template's end. */
export function templatePieceAt(text: string, context: TemplateContext, from: PieceStart): TemplatePiece {
  return context.kind === "quote"
    ? quotedPieceAt(text, from.start)
    : heredocPieceAt(text, context.marker, from);
}

function quotedPieceAt(text: string, start: number): TemplatePiece {
  let at = start;
  for (;;) {
    at = endOf(plainInQuotes, text, at);
    if (at >= text.length) return { end: at, closes: true };
    const code = text.charCodeAt(at);
    if (code === QUOTE) return { end: at + 1, closes: true };
    if (code === BACKSLASH) at += 2;
    else if (opensSequence(text, at)) return { end: at, closes: false };
    else at += isEscapedSequence(text, at) ? 3 : 1;
  }
}

function heredocPieceAt(text: string, marker: string, { start, beginsLine }: PieceStart): TemplatePiece {
  let at = start;
  let atLineStart = beginsLine;
  for (;;) {
    const end = atLineStart ? markerLineEnd(text, marker, at) : undefined;
    if (end !== undefined) return { end, closes: true };
    at = endOf(plainInHeredoc, text, at);
    if (at >= text.length) return { end: at, closes: true };
    atLineStart = text.charCodeAt(at) === NEWLINE;
    if (atLineStart) at += 1;
    else if (opensSequence(text, at)) return { end: at, closes: false };
    else at += isEscapedSequence(text, at) ? 3 : 1;
  }
}

/** Where the line that holds only the marker ends, without its line break. */
function markerLineEnd(text: string, marker: string, lineStart: number): number | undefined {
  const markerStart = endOf(blank, text, lineStart);
  if (!text.startsWith(marker, markerStart)) return undefined;
  const end = endOf(blank, text, markerStart + marker.length);
  if (text.charCodeAt(end) !== NEWLINE) return undefined;
  return text.charCodeAt(end - 1) === CARRIAGE_RETURN ? end - 1 : end;
}

function endOf(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  pattern.test(text);
  return pattern.lastIndex;
}

// All of them always match, if only the empty text, and so leave `lastIndex` behind what they passed.
const plainInQuotes = /[^"\\$%]*/y;
const plainInHeredoc = /[^$%\n]*/y;
const blank = /[ \t\r]*/y;

function opensSequence(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return (code === DOLLAR || code === PERCENT) && text.charCodeAt(at + 1) === BRACE;
}

/** `$${` and `%%{`: how to write the opening of a sequence as text. */
function isEscapedSequence(text: string, at: number): boolean {
  return text[at] === text[at + 1] && opensSequence(text, at + 1);
}

const NEWLINE = 10;
const CARRIAGE_RETURN = 13;
const QUOTE = 34;
const DOLLAR = 36;
const PERCENT = 37;
const BACKSLASH = 92;
const BRACE = 123;
