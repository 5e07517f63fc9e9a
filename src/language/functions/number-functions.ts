import { isUnknown, unknownValue } from "../value.ts";
import type { Value } from "../value.ts";
import type { EagerFunction } from "./function-definition.ts";
import { FunctionFailure } from "./function-definition.ts";
import { define1, define2, defineAll, anything, integer, number } from "./parameter.ts";

/** Functions on numbers. */
export const numberFunctions: Readonly<Record<string, EagerFunction>> = {
  abs: define1(number("number"), Math.abs),
  ceil: define1(number("number"), (value) => Math.ceil(value) + 0),
  floor: define1(number("number"), (value) => Math.floor(value)),
  max: defineAll(number("numbers"), { atLeast: 1 }, (values) => values.reduce((a, b) => Math.max(a, b))),
  min: defineAll(number("numbers"), { atLeast: 1 }, (values) => values.reduce((a, b) => Math.min(a, b))),
  signum: define1(number("number"), (value) => Math.sign(value)),
  pow: define2(number("base"), number("exponent"), (base, exponent) => finite(base ** exponent)),
  log: define2(number("number"), number("base"), (value, base) => finite(Math.log(value) / Math.log(base))),
  parseint: define2(anything("text"), integer("base"), parseInBase),
};

function finite(result: number): Value | FunctionFailure {
  if (Number.isFinite(result)) return result;
  return new FunctionFailure("The result is no finite number. Give numbers for which it is.");
}

function parseInBase(written: Value, base: number): Value | FunctionFailure {
  if (isUnknown(written)) return unknownValue;
  if (typeof written !== "string")
    return new FunctionFailure("The digits must be given as a text. Put them in quotes.", 0);
  if (base < 2 || base > 62)
    return new FunctionFailure("The base must lie between 2 and 62. Give one of these.", 1);
  const [, sign = "", body = ""] = /^([-+]?)(.*)$/s.exec(written) ?? [];
  const value = valueOfDigits(body, base);
  if (value === undefined) {
    return new FunctionFailure(
      `"${written.slice(0, 80)}" is no whole number in base ${base}. Give digits of that base only.`,
      0,
    );
  }
  if (Number.isSafeInteger(value)) return sign === "-" ? 0 - value : value;
  return new FunctionFailure(
    "This number lies beyond 9007199254740992 and cannot be kept exactly. Keep it as a text.",
    0,
  );
}

const digitsInOrder = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** Up to base 36 the case of letters does not matter. Undefined when a character is no digit of the base. */
function valueOfDigits(text: string, base: number): number | undefined {
  if (text === "") return undefined;
  let value = 0;
  for (const character of base <= 36 ? text.toLowerCase() : text) {
    const digit = digitsInOrder.indexOf(character);
    if (digit < 0 || digit >= base) return undefined;
    value = value * base + digit;
  }
  return value;
}
