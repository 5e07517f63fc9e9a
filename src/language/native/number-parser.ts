import { languageCodes } from "../codes.ts";
import type { Expression } from "../expression.ts";
import { readNumber } from "../read-number.ts";
import type { TokenCursor } from "./token-cursor.ts";

/** The current number token as a literal. */
export function parseNumber(cursor: TokenCursor): Expression {
  const { start, end, text } = cursor;
  const range = cursor.tokenRange();
  const value = readNumber(text);
  if (typeof value === "number") {
    cursor.advance();
    if (cursor.at("identifier") && cursor.start === end) return attachedName(cursor, start);
    return { kind: "literal", value, numberText: text, range };
  }
  cursor.fail(
    value === "malformed"
      ? {
          code: languageCodes.invalidNumber,
          summary: "Invalid number",
          detail:
            "A number has at most one decimal point and one exponent, as in 12, 0.5 or 1e6. Put anything else in quotes.",
          subject: range,
        }
      : {
          code: languageCodes.inexactNumber,
          summary: "Number too large",
          detail:
            "This number cannot be kept exactly: whole numbers reach to 9007199254740992 safely. Write it as a quoted text if it is an identifier.",
          subject: range,
        },
  );
  return cursor.invalid(start);
}

/** `10s` and `0x1F`: a unit or another base is the commonest reason for letters behind digits. */
function attachedName(cursor: TokenCursor, start: number): Expression {
  const written = cursor.source.text.slice(start, cursor.end);
  cursor.fail({
    code: languageCodes.invalidNumber,
    summary: "Invalid number",
    detail: `A number cannot be followed by letters. If a duration, a size or a name is meant, put it in quotes: "${written}".`,
    subject: cursor.range(start, cursor.end),
  });
  return cursor.invalid(start);
}
