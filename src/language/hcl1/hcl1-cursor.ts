import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic, DiagnosticDetails } from "../../diagnostics/diagnostic.ts";
import type { SourceFile, SourceRange } from "../../diagnostics/source-file.ts";
import { languageCodes } from "../codes.ts";
import { MAX_NESTING } from "../limits.ts";
import { skipItem } from "../native/skip-item.ts";
import type { Hcl1Problem, Hcl1Token, Hcl1TokenKind } from "./hcl1-token.ts";
import { scanToken } from "./scan-token.ts";

/**
 * The parser's place in its tokens.
 *
 * The first error of a member puts the cursor at the end of the input until {@link recover}: every loop of the parser
 * then ends by itself, and nothing that follows from the error is reported.
 */
export class Hcl1Cursor {
  readonly diagnostics: Diagnostic[] = [];
  token: Hcl1Token = { kind: "end", start: 0, end: 0, text: "" };
  /** The token before the current one; before the first, an empty one. */
  previous: Hcl1Token = this.token;
  /** Whether something was passed over for its depth, the brackets that close it perhaps included. */
  wasTooDeep = false;
  /** How many lists and objects are open around the current token. */
  readonly open = { lists: 0, objects: 0 };
  private readonly text: string;
  private resumeAt: number | undefined;
  private nesting = 0;

  constructor(readonly file: SourceFile) {
    this.text = file.text;
    this.scanAt(file.text.startsWith("\ufeff") ? 1 : 0);
  }

  get failed(): boolean {
    return this.resumeAt !== undefined;
  }

  /** Whether the current token is of this kind. (A comparison of `token.kind` would outlive the next call in the types.) */
  at(kind: Hcl1TokenKind): boolean {
    return this.token.kind === kind;
  }

  advance(): void {
    if (this.failed) return;
    this.previous = this.token;
    this.scanAt(this.token.end);
  }

  /** Runs `parse` this many levels deeper; undefined, and a failure, when that is too deep. */
  nested<T>(levels: number, parse: () => T): T | undefined {
    if (this.nesting + levels > MAX_NESTING) {
      this.fail({
        code: languageCodes.tooDeep,
        summary: "Nested too deeply",
        detail: `More than ${MAX_NESTING} levels of nesting are not supported. No configuration entry needs more than ten.`,
        subject: this.tokenRange(),
      });
      this.wasTooDeep = true;
      return undefined;
    }
    this.nesting += levels;
    const result = parse();
    this.nesting -= levels;
    return result;
  }

  range(start: number, end: number): SourceRange {
    return { file: this.file, start, end };
  }

  tokenRange(): SourceRange {
    return this.range(this.token.start, this.token.end);
  }

  /** From `start` to the end of the last token that was passed. */
  rangeFrom(start: number): SourceRange {
    return this.range(start, this.previous.end);
  }

  /** How many characters stand between the start of the line and `offset`. */
  columnOf(offset: number): number {
    return offset - this.text.lastIndexOf("\n", offset - 1) - 1;
  }

  /** How far the line that holds `offset` is indented. */
  indentOf(offset: number): number {
    const lineStart = offset - this.columnOf(offset);
    blankForm.lastIndex = lineStart;
    return (blankForm.exec(this.text)?.[0] ?? "").length;
  }

  /** Reports what stops the current member, unless something already did. Reading goes on behind the subject's line. */
  fail(details: DiagnosticDetails & { readonly subject: SourceRange }): void {
    if (this.failed) return;
    this.report(details);
    this.stop(details.subject.start);
  }

  /** Stops the current member for a reason at `offset` that was reported. */
  giveUp(offset: number): void {
    if (!this.failed) this.stop(offset);
  }

  /** Reports what does not stop the current member. */
  report(details: DiagnosticDetails): void {
    if (!this.failed) this.diagnostics.push(error(details));
  }

  /** Ends the silence after an error and reads on behind the member that begins at `itemStart`. */
  recover(itemStart: number): void {
    const errorAt = this.resumeAt ?? itemStart;
    this.resumeAt = undefined;
    const span = { itemStart, errorAt: Math.max(errorAt, itemStart), limit: this.text.length };
    const at = skipItem(this.text, span);
    // Errors in a row must not each be followed from the last token that was read before all of them.
    this.previous = { kind: "end", start: at, end: at, text: "" };
    this.scanAt(at);
  }

  /** Passes over the rest of the file. */
  skipToEnd(): void {
    this.resumeAt = undefined;
    this.scanAt(this.text.length);
  }

  private scanAt(offset: number): void {
    this.token = scanToken(this.text, offset);
    if (this.token.problem) this.failAt(this.token.problem);
  }

  private failAt({ start, end, noticedAt, ...words }: Hcl1Problem): void {
    const related = noticedAt && [
      { message: noticedAt.message, range: this.range(noticedAt.offset, noticedAt.offset) },
    ];
    this.fail({ ...words, subject: this.range(start, end), ...(related && { related }) });
    // What has no end has swallowed the rest of the file; to look for an end again and again would take too long.
    if (noticedAt) this.stop(noticedAt.offset);
  }

  private stop(resumeAt: number): void {
    this.resumeAt = resumeAt;
    this.token = { kind: "end", start: resumeAt, end: resumeAt, text: "" };
  }
}

const blankForm = /[ \t]*/y;
