import { languageCodes } from "../codes.ts";
import type { Expression, ObjectItem } from "../expression.ts";
import { parseForObject, parseForTuple } from "./for-parser.ts";
import type { ParseExpression } from "./parse-function.ts";
import type { TokenCursor } from "./token-cursor.ts";

/** `[a, b]` or `[for x in list: x]`; the cursor is at the bracket. */
export function parseTuple(cursor: TokenCursor, parseExpression: ParseExpression): Expression {
  const start = cursor.start;
  const opening = cursor.tokenRange();
  const outer = cursor.enter("skipped");
  if (isForKeyword(cursor)) return parseForTuple(cursor, { start, outer }, parseExpression);
  const elements: Expression[] = [];
  while (!cursor.at("]")) {
    elements.push(parseExpression(cursor));
    if (cursor.at(",")) cursor.advance();
    else if (!cursor.at("]")) {
      failInCollection(cursor, { name: "list", close: "]", separators: "commas", opening });
      return cursor.invalid(start);
    }
  }
  cursor.leave(outer);
  return { kind: "tuple", elements, range: cursor.rangeFrom(start) };
}

/** `{ a = 1 }` or `{for k, v in map: k => v}`; the cursor is at the brace. */
export function parseObject(cursor: TokenCursor, parseExpression: ParseExpression): Expression {
  const start = cursor.start;
  const opening = cursor.tokenRange();
  const outer = cursor.enter("significant");
  cursor.skipNewlines();
  if (isForKeyword(cursor)) return parseForObject(cursor, { start, outer }, parseExpression);
  const items: ObjectItem[] = [];
  while (!cursor.at("}")) {
    const item = parseItem(cursor, parseExpression);
    if (!item) return cursor.invalid(start);
    items.push(item);
    if (cursor.at(",") || cursor.at("newline")) {
      cursor.advance();
      cursor.skipNewlines();
    } else if (!cursor.at("}")) {
      failInCollection(cursor, { name: "object", close: "}", separators: "commas or newlines", opening });
      return cursor.invalid(start);
    }
  }
  cursor.leave(outer);
  return { kind: "object", items, range: cursor.rangeFrom(start) };
}

function isForKeyword(cursor: TokenCursor): boolean {
  return cursor.at("identifier") && cursor.text === "for";
}

function parseItem(cursor: TokenCursor, parseExpression: ParseExpression): ObjectItem | undefined {
  const key = parseKey(cursor, parseExpression);
  if (!key) return undefined;
  if (!cursor.at("=") && !cursor.at(":")) {
    cursor.fail({
      code: languageCodes.missingSeparator,
      summary: "Missing attribute value",
      detail: 'Each key of an object is followed by "=" and its value. Add them here.',
      subject: cursor.tokenRange(),
      related: [{ message: "the key", range: key.range }],
    });
    return undefined;
  }
  cursor.advance();
  const value = parseExpression(cursor);
  return cursor.failed ? undefined : { key, value };
}

function parseKey(cursor: TokenCursor, parseExpression: ParseExpression): Expression | undefined {
  const isName = cursor.at("identifier");
  const name = cursor.text;
  const key = parseExpression(cursor);
  if (cursor.failed) return undefined;
  // A bare name is a text, and so are the keywords.
  if (isName && (key.kind === "variable" || key.kind === "literal")) {
    return { kind: "literal", value: name, range: key.range };
  }
  return key;
}

interface OpenCollection {
  readonly name: string;
  readonly close: "]" | "}";
  readonly separators: string;
  readonly opening: Expression["range"];
}

function failInCollection(cursor: TokenCursor, { name, close, separators, opening }: OpenCollection): void {
  if (cursor.at("end")) {
    cursor.fail({
      code: languageCodes.unclosedBracket,
      summary: `Unclosed ${name}`,
      detail: `This ${name} is never closed. Add "${close}" after its last item.`,
      subject: opening,
    });
    return;
  }
  cursor.fail({
    code: languageCodes.missingSeparator,
    summary: "Missing item separator",
    detail: `The items of this ${name} are separated by ${separators}, and it ends with "${close}". Add what is missing here.`,
    subject: cursor.tokenRange(),
    related: [{ message: `the ${name} begins here`, range: opening }],
  });
}
