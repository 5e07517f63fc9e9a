import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic, DiagnosticDetails } from "../../diagnostics/diagnostic.ts";
import type { SourceFile, SourceRange } from "../../diagnostics/source-file.ts";
import { languageCodes } from "../codes.ts";
import type { InvalidExpression } from "../expression.ts";
import { MAX_NESTING } from "../limits.ts";
import { endOfMarkerLine, markerLines } from "../marker-lines.ts";
import { Scanner } from "./scanner.ts";
import type { TokenKind } from "./token.ts";

/** A stretch of native syntax to parse: a whole file, or the text of a JSON string. */
export interface NativeSource {
  readonly file: SourceFile;
  /** What is scanned, from `start` to `limit`. It is `file.text` itself unless escapes had to be undone first. */
  readonly text: string;
  readonly start: number;
  readonly limit: number;
  /** Where each offset of `text` lies in `file.text`; absent when they are the same. */
  readonly offsets?: readonly number[];
}

/**
 * The parser's place in its tokens.
 *
 * The first error of an item puts the cursor at the end of the input until {@link recoverAt}: every loop of the parser
 * then ends by itself, and nothing that follows from the error is reported.
 */
export class TokenCursor {
  readonly diagnostics: Diagnostic[] = [];
  /** The place of the error that stopped the current item, if one did. */
  failedAt: number | undefined;
  private readonly scanner: Scanner;
  /** From where on no line holds a heredoc's marker alone, by marker, so that nobody looks for it again. */
  private readonly missingMarkers = new Map<string, number>();
  private skipsNewlines = false;
  private nesting = 0;
  private previousTokenEnd: number;

  constructor(readonly source: NativeSource) {
    this.scanner = new Scanner(source.text, source.start, source.limit);
    this.previousTokenEnd = source.start;
  }

  /** Whether a line from `from` on holds the marker alone: else a heredoc is not closed. */
  hasMarkerLine(marker: string, from: number): boolean {
    const { text, limit } = this.source;
    if ((this.missingMarkers.get(marker) ?? limit) <= from) return false;
    for (const line of markerLines(text, marker, from)) {
      if (endOfMarkerLine(text, line) !== undefined) return true;
    }
    this.missingMarkers.set(marker, from);
    return false;
  }

  get kind(): TokenKind {
    return this.scanner.kind;
  }

  /** Whether the current token is of this kind. (A comparison of `kind` would outlive the next call in the types.) */
  at(kind: TokenKind): boolean {
    return this.scanner.kind === kind;
  }

  get start(): number {
    return this.scanner.start;
  }

  get end(): number {
    return this.scanner.end;
  }

  /** Where the token before the current one ended. */
  get previousEnd(): number {
    return this.previousTokenEnd;
  }

  get failed(): boolean {
    return this.failedAt !== undefined;
  }

  /** The current token as it was written. */
  get text(): string {
    return this.source.text.slice(this.scanner.start, this.scanner.end);
  }

  advance(): void {
    this.advanceTo(this.scanner.end);
  }

  /** Takes up reading at `offset`, which template parsing left in the middle of a text. */
  advanceTo(offset: number): void {
    if (this.failed) return;
    this.previousTokenEnd = offset;
    this.scanner.scanAt(offset);
    while (this.skipsNewlines && this.scanner.kind === "newline") this.scanner.scanAt(this.scanner.end);
    if (this.scanner.kind === "invalid" || this.scanner.kind === "unclosed-comment") this.reportUnreadable();
  }

  skipNewlines(): void {
    while (this.scanner.kind === "newline") this.advance();
  }

  /** Passes an opening bracket; inside, newlines are tokens or not. Give the result to {@link leave}. */
  enter(newlines: "significant" | "skipped", offset = this.scanner.end): boolean {
    const before = this.skipsNewlines;
    this.skipsNewlines = newlines === "skipped";
    this.advanceTo(offset);
    return before;
  }

  /** Inside the bracket that was entered last, newlines are no tokens from here on. */
  ignoreNewlines(): void {
    this.skipsNewlines = true;
  }

  /** Passes a closing bracket. */
  leave(before: boolean): void {
    this.leaveTo(before, this.scanner.end);
  }

  /** Ends a bracket whose closing was read by a template parser up to `offset`. */
  leaveTo(before: boolean, offset: number): void {
    this.skipsNewlines = before;
    this.advanceTo(offset);
  }

  /** Ends a bracket without reading on: what follows is template text. */
  leaveInPlace(before: boolean): void {
    this.skipsNewlines = before;
  }

  /** Runs `parse` one level deeper; undefined, and a failure, when that is too deep. */
  nested<T>(parse: (cursor: TokenCursor) => T): T | undefined {
    if (this.nesting >= MAX_NESTING) {
      this.fail({
        code: languageCodes.tooDeep,
        summary: "Nested too deeply",
        detail: `More than ${MAX_NESTING} levels of nesting are not supported. Give a name to the inner part with a local and refer to it.`,
        subject: this.tokenRange(),
      });
      return undefined;
    }
    this.nesting += 1;
    const result = parse(this);
    this.nesting -= 1;
    return result;
  }

  range(start: number, end: number): SourceRange {
    const { file, offsets } = this.source;
    if (!offsets) return { file, start, end };
    return { file, start: offsets[start] ?? 0, end: offsets[end] ?? 0 };
  }

  /** The current token's place. */
  tokenRange(): SourceRange {
    return this.range(this.scanner.start, this.scanner.end);
  }

  /** From `start` to the end of the last token that was passed. */
  rangeFrom(start: number): SourceRange {
    return this.range(start, this.previousTokenEnd);
  }

  /** Reports what stops the current item, unless something already did. */
  fail(details: DiagnosticDetails): void {
    if (this.failed) return;
    this.diagnostics.push(error(details));
    this.failedAt = this.scanner.start;
    this.scanner.kind = "end";
  }

  /** Reports what does not stop the current item. */
  report(details: DiagnosticDetails): void {
    if (!this.failed) this.diagnostics.push(error(details));
  }

  /** Ends the silence after an error and reads on at `offset`. */
  recoverAt(offset: number): void {
    this.failedAt = undefined;
    this.skipsNewlines = false;
    this.scanner.start = offset;
    this.scanner.end = offset;
    this.scanner.kind = "newline";
    this.previousTokenEnd = offset;
  }

  invalid(start: number): InvalidExpression {
    return { kind: "invalid", range: this.range(start, Math.max(start, this.previousTokenEnd)) };
  }

  private reportUnreadable(): void {
    const { code, summary, detail } =
      this.scanner.kind === "unclosed-comment" ? unclosedComment : unreadableCharacter(this.text);
    this.fail({ code, summary, detail, subject: this.tokenRange() });
  }
}

const unclosedComment = {
  code: languageCodes.unclosedComment,
  summary: "Unclosed comment",
  detail: "This comment has no end. Close it with */.",
};

function unreadableCharacter(character: string): Pick<Diagnostic, "code" | "summary" | "detail"> {
  const code = languageCodes.invalidCharacter;
  const hint = characterHints.get(character);
  if (hint !== undefined) return { code, summary: "Invalid character", detail: hint };
  const point = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  const named = /^[\p{C}\p{Z}]$/u.test(character) ? `U+${point}` : `"${character}" (U+${point})`;
  return {
    code,
    summary: "Invalid character",
    detail: `The character ${named} has no meaning here. Remove it, or put it in a quoted text.`,
  };
}

const straightQuotes = 'Texts are written in straight double quotes: "text".';
const noBitwise = "There are no bitwise operators; the logical ones are &&, || and !.";

const characterHints: ReadonlyMap<string, string> = new Map([
  ["'", straightQuotes],
  ["`", straightQuotes],
  ["\u201c", straightQuotes],
  ["\u201d", straightQuotes],
  ["\u2018", straightQuotes],
  ["\u2019", straightQuotes],
  ["&", noBitwise],
  ["|", noBitwise],
  ["^", `${noBitwise} A power is written pow(base, exponent).`],
  [";", "Arguments and blocks are separated by newlines. Put each on its own line."],
  ["\r", "A carriage return must be followed by a line feed. Save the file with one kind of line ending."],
  ["\ufeff", "A byte order mark may stand only at the very beginning of a file. Remove it here."],
]);
