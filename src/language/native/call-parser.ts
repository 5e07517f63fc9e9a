import { languageCodes } from "../codes.ts";
import type { Expression } from "../expression.ts";
import type { ParseExpression } from "./parse-function.ts";
import type { TokenCursor } from "./token-cursor.ts";

/** A name that was passed, and where it began. */
export interface CallName {
  readonly name: string;
  readonly start: number;
}

/** A function call; the cursor is behind the (first part of the) name. */
export function parseCall(
  cursor: TokenCursor,
  first: CallName,
  parseExpression: ParseExpression,
): Expression {
  const name = parseNamespaces(cursor, first.name);
  const nameRange = cursor.rangeFrom(first.start);
  if (!cursor.at("(")) {
    cursor.fail({
      code: languageCodes.missingSeparator,
      summary: "Missing open parenthesis",
      detail: 'Only functions have "::" in their names. Add the arguments in parentheses.',
      subject: cursor.tokenRange(),
    });
    return cursor.invalid(first.start);
  }
  const head = { name, nameRange, start: first.start, parseExpression };
  return cursor.nested(() => parseArguments(cursor, head)) ?? cursor.invalid(first.start);
}

function parseNamespaces(cursor: TokenCursor, first: string): string {
  let name = first;
  while (cursor.at("::")) {
    cursor.advance();
    if (!cursor.at("identifier")) {
      cursor.fail({
        code: languageCodes.expectedExpression,
        summary: "Missing function name",
        detail: 'A function name must follow "::".',
        subject: cursor.tokenRange(),
      });
      return name;
    }
    name += `::${cursor.text}`;
    cursor.advance();
  }
  return name;
}

interface CallHead {
  readonly name: string;
  readonly nameRange: Expression["range"];
  readonly start: number;
  readonly parseExpression: ParseExpression;
}

function parseArguments(
  cursor: TokenCursor,
  { name, nameRange, start, parseExpression }: CallHead,
): Expression {
  const parameters: Expression[] = [];
  let expandsLast = false;
  const outer = cursor.enter("skipped");
  while (!cursor.at(")")) {
    parameters.push(parseExpression(cursor));
    if (cursor.at("...")) {
      expandsLast = true;
      cursor.advance();
      if (!cursor.at(")")) return unclosed(cursor, { name, nameRange, start, parseExpression });
    } else if (cursor.at(",")) cursor.advance();
    else if (!cursor.at(")")) return unclosed(cursor, { name, nameRange, start, parseExpression });
  }
  cursor.leave(outer);
  return {
    kind: "call",
    name,
    nameRange,
    arguments: parameters,
    expandsLast,
    range: cursor.rangeFrom(start),
  };
}

function unclosed(cursor: TokenCursor, { name, nameRange, start }: CallHead): Expression {
  cursor.fail({
    code: languageCodes.missingSeparator,
    summary: cursor.at("end") ? "Unclosed function call" : "Missing argument separator",
    detail: `The arguments of "${name}" are separated by commas and end with ")". Add what is missing here.`,
    subject: cursor.tokenRange(),
    related: [{ message: "the call begins here", range: nameRange }],
  });
  return cursor.invalid(start);
}
