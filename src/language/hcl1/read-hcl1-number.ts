import { languageCodes } from "../codes.ts";
import { readNumber } from "../read-number.ts";
import type { Hcl1Cursor } from "./hcl1-cursor.ts";

/**
 * The current token's number: decimal, hexadecimal with 0x, octal with a leading 0, or with a point or an exponent.
 * Undefined when it is malformed or cannot be kept exactly, which is reported.
 */
export function readHcl1Number(cursor: Hcl1Cursor): number | undefined {
  const { text } = cursor.token;
  const value = numberOf(text);
  if (typeof value === "number") return value;
  const subject = cursor.tokenRange();
  if (value === "inexact") {
    cursor.report({
      code: languageCodes.inexactNumber,
      summary: "Number too large",
      detail:
        "This number cannot be kept exactly: whole numbers reach to 9007199254740992 safely. Write it as a quoted text if it is an identifier.",
      subject,
    });
    return undefined;
  }
  cursor.report({
    code: languageCodes.invalidNumber,
    summary: "Invalid number",
    detail: /^-?0\d+$/.test(text)
      ? "A number that begins with 0 is octal and has the digits 0 to 7 only. Remove the leading zero."
      : "A number has digits, at most one point and one exponent with digits; a hexadecimal one begins with 0x. Correct it.",
    subject,
  });
  return undefined;
}

function numberOf(text: string): number | "malformed" | "inexact" {
  const negative = text.startsWith("-");
  const digits = negative ? text.slice(1) : text;
  if (/^0[xX]/.test(digits)) return signed(wholeNumber(digits, /^0[xX][0-9a-fA-F]+$/), negative);
  if (/^0\d+$/.test(digits)) return signed(wholeNumber(`0o${digits.slice(1)}`, /^0o[0-7]+$/), negative);
  if (/^\d+$/.test(digits)) return readNumber(text);
  if (!/^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(digits)) return "malformed";
  // The scanner ends a number that begins with its point before an exponent.
  if (/^\..*[eE]/.test(digits)) return "malformed";
  const value = Number(text);
  return Number.isFinite(value) ? value : "inexact";
}

function wholeNumber(text: string, form: RegExp): number | "malformed" | "inexact" {
  if (!form.test(text)) return "malformed";
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : "inexact";
}

function signed(
  value: number | "malformed" | "inexact",
  negative: boolean,
): number | "malformed" | "inexact" {
  return typeof value === "number" && negative && value !== 0 ? -value : value;
}
