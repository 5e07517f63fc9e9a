import type { Value } from "../value.ts";
import type { EagerFunction } from "./function-definition.ts";
import { FunctionFailure } from "./function-definition.ts";
import { define1, define2, defineAll, integer, number, text } from "./parameter.ts";

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
  parseint: define2(text("text"), integer("base"), parseInBase),
};

function finite(result: number): Value | FunctionFailure {
  if (Number.isFinite(result)) return result;
  return new FunctionFailure("The result is no finite number. Give numbers for which it is.");
}

function parseInBase(digits: string, base: number): Value | FunctionFailure {
  if (base < 2 || base > 36)
    return new FunctionFailure("The base must lie between 2 and 36. Give one of these.", 1);
  const allowed = "0123456789abcdefghijklmnopqrstuvwxyz".slice(0, base);
  if (!new RegExp(`^[-+]?[${allowed}]+$`, "i").test(digits)) {
    return new FunctionFailure(
      `"${digits.slice(0, 80)}" is no whole number in base ${base}. Give digits of that base only.`,
      0,
    );
  }
  const value = Number.parseInt(digits, base);
  if (Number.isSafeInteger(value)) return value + 0;
  return new FunctionFailure(
    "This number lies beyond 9007199254740992 and cannot be kept exactly. Keep it as a text.",
    0,
  );
}
