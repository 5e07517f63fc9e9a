import { languageCodes } from "../codes.ts";
import type { Expression } from "../expression.ts";
import type { ParseExpression } from "./parse-function.ts";
import type { TokenCursor } from "./token-cursor.ts";

/** Where the bracket of a `for` expression is, and the newline mode around it. */
export interface ForOpening {
  readonly start: number;
  readonly outer: boolean;
}

/** What stands between `for` and the colon or the end of the directive. */
export interface ForIntroduction {
  readonly keyName: string | undefined;
  readonly valueName: string;
  readonly collection: Expression;
}

/** `[for v in list: v]`; the cursor is at `for`. */
export function parseForTuple(cursor: TokenCursor, opening: ForOpening, parse: ParseExpression): Expression {
  const introduction = parseForIntroduction(cursor, parse);
  if (!introduction || !pass(cursor, ":", "the introduction of a for expression"))
    return cursor.invalid(opening.start);
  const value = parse(cursor);
  if (cursor.at("=>")) {
    failFor(
      cursor,
      'In brackets, a for expression makes a list and has no keys. Use braces to make an object: "{for ...}".',
    );
  }
  const condition = parseCondition(cursor, parse);
  if (!atClose(cursor, "]")) return cursor.invalid(opening.start);
  cursor.leave(opening.outer);
  return { kind: "for-tuple", ...introduction, value, condition, range: cursor.rangeFrom(opening.start) };
}

/** `{for k, v in map: k => v}`; the cursor is at `for`. */
export function parseForObject(cursor: TokenCursor, opening: ForOpening, parse: ParseExpression): Expression {
  // Inside a for expression newlines separate nothing, unlike in an object.
  cursor.ignoreNewlines();
  const introduction = parseForIntroduction(cursor, parse);
  if (!introduction || !pass(cursor, ":", "the introduction of a for expression"))
    return cursor.invalid(opening.start);
  const key = parse(cursor);
  if (!pass(cursor, "=>", "the key of a for expression that makes an object"))
    return cursor.invalid(opening.start);
  const value = parse(cursor);
  const grouping = cursor.at("...");
  if (grouping) cursor.advance();
  const condition = parseCondition(cursor, parse);
  if (!atClose(cursor, "}")) return cursor.invalid(opening.start);
  cursor.leave(opening.outer);
  return {
    kind: "for-object",
    ...introduction,
    key,
    value,
    grouping,
    condition,
    range: cursor.rangeFrom(opening.start),
  };
}

/** `for k, v in collection`; the cursor is at `for`. Undefined when that failed. */
export function parseForIntroduction(
  cursor: TokenCursor,
  parse: ParseExpression,
): ForIntroduction | undefined {
  cursor.advance();
  const first = parseName(cursor);
  if (first === undefined) return undefined;
  let second: string | undefined;
  if (cursor.at(",")) {
    cursor.advance();
    second = parseName(cursor);
    if (second === undefined) return undefined;
  }
  if (!cursor.at("identifier") || cursor.text !== "in") {
    failFor(cursor, 'Behind the names come "in" and a collection. Write it as "for v in list".');
    return undefined;
  }
  cursor.advance();
  const collection = parse(cursor);
  if (cursor.failed) return undefined;
  return { keyName: second === undefined ? undefined : first, valueName: second ?? first, collection };
}

function parseName(cursor: TokenCursor): string | undefined {
  if (!cursor.at("identifier")) {
    failFor(
      cursor,
      'A name for each element must stand here, as in "for v in list". An attribute that is named "for" goes in quotes.',
    );
    return undefined;
  }
  const name = cursor.text;
  cursor.advance();
  return name;
}

function parseCondition(cursor: TokenCursor, parse: ParseExpression): Expression | undefined {
  if (!cursor.at("identifier") || cursor.text !== "if") return undefined;
  cursor.advance();
  return parse(cursor);
}

function pass(cursor: TokenCursor, kind: ":" | "=>", before: string): boolean {
  if (cursor.at(kind)) {
    cursor.advance();
    return !cursor.failed;
  }
  failFor(cursor, `"${kind}" must follow ${before}. Add it here.`);
  return false;
}

function atClose(cursor: TokenCursor, close: "]" | "}"): boolean {
  if (cursor.at(close)) return true;
  failFor(
    cursor,
    `A for expression ends here; only "if" and a condition may follow. Close it with "${close}".`,
  );
  return false;
}

function failFor(cursor: TokenCursor, detail: string): void {
  cursor.fail({
    code: languageCodes.invalidForExpression,
    summary: "Invalid for expression",
    detail,
    subject: cursor.tokenRange(),
  });
}
