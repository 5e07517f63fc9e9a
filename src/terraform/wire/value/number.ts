import type { Decimal } from "./cty-value.ts";
import { MalformedValue } from "./malformed-value.ts";

/**
 * A number from its decimal text: a JavaScript number when that says the same, otherwise the text. Terraform's numbers
 * have 512 bits, and `0.1` is a tenth there, which a JavaScript number of that name stands for as well as it can.
 */
export function numberFromText(text: string): number | Decimal {
  const canonical = canonicalDecimal(text);
  if (canonical === undefined) throw new MalformedValue("a number that is none");
  const number = Number(text);
  const isSame = Number.isFinite(number) && canonicalDecimal(String(number)) === canonical;
  return isSame ? number : { kind: "decimal", text };
}

export function numberFromBigint(value: bigint): number | Decimal {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : { kind: "decimal", text: String(value) };
}

/** Decimal text that Terraform reads as the same number. */
export function numberText(value: number | Decimal): string {
  return typeof value === "number" ? String(value) : value.text;
}

/** Equal numbers have equal canonical texts, however they were written: digits and a power of ten. */
export function canonicalDecimal(text: string): string | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,9}))?$/.exec(text);
  const [, sign, whole = "", fraction = "", exponent = "0"] = match ?? [];
  if (!match || whole + fraction === "") return undefined;
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return "0";
  const power = Number(exponent) - fraction.length + (digits.length - significant.length);
  return `${sign === "-" ? "-" : ""}${significant}e${power}`;
}
