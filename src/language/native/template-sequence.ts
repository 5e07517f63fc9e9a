import { languageCodes } from "../codes.ts";
import { parseForIntroduction } from "./for-parser.ts";
import type { ParseExpression } from "./parse-function.ts";
import type { TemplateItem } from "./template-item.ts";
import type { TokenCursor } from "./token-cursor.ts";

export interface ScannedSequence {
  readonly item: Exclude<TemplateItem, { kind: "text" }>;
  /** Opened with `${~` or `%{~`: white space before it goes. */
  readonly trimsBefore: boolean;
  /** Closed with `~}`: white space behind it goes. */
  readonly trimsAfter: boolean;
}

/** An interpolation (`${`) or a directive (`%{`) that opens at `start`. Undefined when it failed, which is reported. */
export function scanSequence(
  cursor: TokenCursor,
  start: number,
  parseExpression: ParseExpression,
): ScannedSequence | undefined {
  const { text } = cursor.source;
  const trimsBefore = text[start + 2] === "~";
  const contentStart = start + (trimsBefore ? 3 : 2);
  const outer = cursor.enter("skipped", contentStart);
  const parse = text[start] === "$" ? parseInterpolation : parseDirective;
  const content = cursor.nested(() => parse(cursor, parseExpression));
  if (cursor.failed || !content) return undefined;
  const trimsAfter = cursor.at("~") && text[cursor.end] === "}";
  if (!cursor.at("}") && !trimsAfter) {
    reportUnclosed(cursor, start, contentStart);
    return undefined;
  }
  const end = cursor.end + (trimsAfter ? 1 : 0);
  cursor.leaveInPlace(outer);
  return { item: { ...content, start, end }, trimsBefore, trimsAfter };
}

type WithoutSpan<T> = T extends unknown ? Omit<T, "start" | "end"> : never;
type SequenceContent = WithoutSpan<ScannedSequence["item"]>;

function parseInterpolation(cursor: TokenCursor, parseExpression: ParseExpression): SequenceContent {
  return { kind: "interpolation", expression: parseExpression(cursor) };
}

function parseDirective(cursor: TokenCursor, parseExpression: ParseExpression): SequenceContent | undefined {
  const keyword = cursor.at("identifier") ? cursor.text : "";
  switch (keyword) {
    case "if":
      cursor.advance();
      return { kind: "if", condition: parseExpression(cursor) };
    case "for": {
      const introduction = parseForIntroduction(cursor, parseExpression);
      return introduction && { kind: "for", introduction };
    }
    case "else":
    case "endif":
    case "endfor":
      cursor.advance();
      return { kind: keyword };
    default:
      cursor.fail({
        code: languageCodes.invalidDirective,
        summary: "Invalid template directive",
        detail:
          'A directive begins with if, else, endif, for or endfor. To write "%{" as text, double the percent sign: "%%{".',
        subject: cursor.tokenRange(),
      });
      return undefined;
  }
}

function reportUnclosed(cursor: TokenCursor, start: number, contentStart: number): void {
  const opening = cursor.range(start, contentStart);
  const isInterpolation = cursor.source.text[start] === "$";
  const what = isInterpolation ? "interpolation" : "directive";
  const escaped = isInterpolation ? "$${" : "%%{";
  const isOpen = cursor.at("end") || cursor.at("quote") || cursor.at("newline");
  cursor.fail({
    code: languageCodes.unclosedInterpolation,
    summary: isOpen ? `Unclosed ${what}` : `Extra characters in ${what}`,
    detail: `The ${what} is not closed here. Close it with "}"; if its opening is meant as text, write it as "${escaped}".`,
    subject: isOpen ? opening : cursor.tokenRange(),
    ...(isOpen ? {} : { related: [{ message: `the ${what} begins here`, range: opening }] }),
  });
}
