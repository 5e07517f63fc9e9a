/**
 * A number's text as a number, or why it is none: `inexact` when it is a whole number that a double cannot hold, or
 * beyond a double's range. Fractions are rounded to the nearest double, as everywhere.
 */
export function readNumber(text: string): number | "malformed" | "inexact" {
  if (shortWholeForm.test(text)) return Number(text);
  if (!numberForm.test(text)) return "malformed";
  const value = Number(text);
  if (!Number.isFinite(value)) return "inexact";
  if (!Number.isSafeInteger(value) && wholeNumberForm.test(text) && BigInt(text) !== BigInt(value))
    return "inexact";
  return value;
}

/** Like {@link readNumber} for texts that are converted: a plus sign, and nothing on one side of the point, do as well. */
export function readNumberText(text: string): number | "malformed" | "inexact" {
  const match = looseNumberForm.exec(text);
  if (!match) return "malformed";
  const [, sign = "", whole = "", fraction = "", exponent = ""] = match;
  return readNumber(`${sign === "-" ? "-" : ""}${whole || "0"}${fraction && `.${fraction}`}${exponent}`);
}

/** A number as texts show it: without an exponent, however large or small it is. */
export function formatNumber(value: number): string {
  const shortest = String(value);
  const match = exponentForm.exec(shortest);
  if (!match) return Object.is(value, -0) ? "0" : shortest;
  const [, sign = "", whole = "", fraction = "", exponentText = "0"] = match;
  const exponent = Number(exponentText);
  const digits = whole + fraction;
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  return sign + digits.padEnd(exponent + 1, "0");
}

/** Nearly every number there is, and always exact. */
const shortWholeForm = /^\d{1,15}$/;
const numberForm = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;
const looseNumberForm = /^([-+]?)(?=\.?\d)(\d*)(?:\.(\d*))?([eE][-+]?\d+)?$/;
const wholeNumberForm = /^-?\d+$/;
const exponentForm = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/;
