import { languageCodes } from "../codes.ts";
import type { BinaryOperator, Expression, Operand } from "../expression.ts";
import { parseHeredoc, parseQuotedTemplate } from "./template-parser.ts";
import { parseCall } from "./call-parser.ts";
import { parseObject, parseTuple } from "./collection-parser.ts";
import { parseNumber } from "./number-parser.ts";
import type { TokenCursor } from "./token-cursor.ts";
import { parseTraversal } from "./traversal-parser.ts";

/**
 * Parses one expression, and leaves the cursor at the first token that is no part of it. A syntax error is reported to
 * the cursor and gives an invalid expression.
 *
 * Source: HCL native syntax specification, "Expressions".
 */
export function parseExpression(cursor: TokenCursor): Expression {
  const start = cursor.start;
  const condition = parseOperation(cursor, 0);
  if (!cursor.at("?")) return condition;
  return cursor.nested(() => parseConditional(cursor, condition, start)) ?? cursor.invalid(start);
}

function parseConditional(cursor: TokenCursor, condition: Expression, start: number): Expression {
  cursor.advance();
  const whenTrue = parseExpression(cursor);
  if (!cursor.at(":")) return missingColon(cursor, start);
  cursor.advance();
  const whenFalse = parseExpression(cursor);
  return { kind: "conditional", condition, whenTrue, whenFalse, range: cursor.rangeFrom(start) };
}

function missingColon(cursor: TokenCursor, start: number): Expression {
  cursor.fail({
    code: languageCodes.expectedExpression,
    summary: "Missing false expression in conditional",
    detail: 'A conditional has three parts. Write it as "condition ? value if true : value if false".',
    subject: cursor.tokenRange(),
    context: cursor.rangeFrom(start),
  });
  return cursor.invalid(start);
}

/** Operators that bind at least as tightly as `minimum`. */
function parseOperation(cursor: TokenCursor, minimum: number): Expression {
  const start = cursor.start;
  let expression = parseUnary(cursor);
  for (;;) {
    const operator = operators.get(cursor.kind);
    if (!operator || operator.precedence < minimum) return expression;
    expression = parseChain(cursor, { first: expression, start, precedence: operator.precedence });
  }
}

interface ChainStart {
  readonly first: Expression;
  readonly start: number;
  readonly precedence: number;
}

function parseChain(cursor: TokenCursor, { first, start, precedence }: ChainStart): Expression {
  const rest: Operand[] = [];
  for (;;) {
    const found = operators.get(cursor.kind);
    if (found?.precedence !== precedence) break;
    const operatorRange = cursor.tokenRange();
    cursor.advance();
    rest.push({
      operator: found.operator,
      operatorRange,
      expression: parseOperation(cursor, precedence + 1),
    });
  }
  return { kind: "operation", first, rest, range: cursor.rangeFrom(start) };
}

const levels: readonly (readonly BinaryOperator[])[] = [
  ["||"],
  ["&&"],
  ["==", "!="],
  ["<", "<=", ">", ">="],
  ["+", "-"],
  ["*", "/", "%"],
];

const operators: ReadonlyMap<string, { readonly operator: BinaryOperator; readonly precedence: number }> =
  new Map(
    levels.flatMap((level, precedence) =>
      level.map((operator) => [operator, { operator, precedence }] as const),
    ),
  );

function parseUnary(cursor: TokenCursor): Expression {
  if (cursor.at("-") || cursor.at("!")) return cursor.nested(parseSigned) ?? cursor.invalid(cursor.start);
  return parseTraversal(cursor, parseTerm(cursor), parseExpression);
}

function parseSigned(cursor: TokenCursor): Expression {
  const { start } = cursor;
  const operator = cursor.at("-") ? "-" : "!";
  cursor.advance();
  const operand = parseUnary(cursor);
  return { kind: "unary", operator, operand, range: cursor.rangeFrom(start) };
}

function parseTerm(cursor: TokenCursor): Expression {
  switch (cursor.kind) {
    case "identifier":
      return parseName(cursor);
    case "number":
      return parseNumber(cursor);
    case "quote":
      return parseQuotedTemplate(cursor, parseExpression);
    case "heredoc":
      return parseHeredoc(cursor, parseExpression);
    case "(":
    case "[":
    case "{":
      return cursor.nested(parseBracketed) ?? cursor.invalid(cursor.start);
    default:
      return missingExpression(cursor);
  }
}

function parseBracketed(cursor: TokenCursor): Expression {
  if (cursor.at("(")) return parseParentheses(cursor);
  return cursor.at("[") ? parseTuple(cursor, parseExpression) : parseObject(cursor, parseExpression);
}

function parseName(cursor: TokenCursor): Expression {
  const { start, text: name } = cursor;
  cursor.advance();
  if (cursor.at("(") || cursor.at("::")) return parseCall(cursor, { name, start }, parseExpression);
  const range = cursor.rangeFrom(start);
  const keyword = keywords.get(name);
  return keyword === undefined
    ? { kind: "variable", name, range }
    : { kind: "literal", value: keyword, range };
}

const keywords: ReadonlyMap<string, boolean | null> = new Map([
  ["true", true],
  ["false", false],
  ["null", null],
]);

function parseParentheses(cursor: TokenCursor): Expression {
  const start = cursor.start;
  const opening = cursor.tokenRange();
  const outer = cursor.enter("skipped");
  const inner = parseExpression(cursor);
  if (!cursor.at(")")) {
    cursor.fail({
      code: languageCodes.unclosedBracket,
      summary: "Unbalanced parentheses",
      detail:
        'The expression in parentheses ends before this place. Close it with ")", or put an operator here.',
      subject: cursor.tokenRange(),
      related: [{ message: "opened here", range: opening }],
    });
    return cursor.invalid(start);
  }
  cursor.leave(outer);
  return { kind: "parentheses", inner, range: cursor.rangeFrom(start) };
}

function missingExpression(cursor: TokenCursor): Expression {
  const start = cursor.start;
  const atEnd = cursor.at("newline") || cursor.at("end");
  cursor.fail({
    code: languageCodes.expectedExpression,
    summary: atEnd ? "Missing expression" : "Invalid expression",
    detail: atEnd
      ? "A value must follow here, on the same line: a number, a quoted text, a list, an object or a reference."
      : `A value cannot begin with "${cursor.text}". Write a number, a quoted text, a list, an object or a reference.`,
    subject: cursor.tokenRange(),
  });
  return cursor.invalid(start);
}
