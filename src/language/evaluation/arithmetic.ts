export type NumericOperator = "+" | "-" | "*" | "/" | "%" | "<" | "<=" | ">" | ">=";

/**
 * Arithmetic as its author expects it of decimals: a sum, difference or product of fractions is rounded to 15
 * significant digits, so that 0.1 + 0.2 is 0.3. Whole numbers stay exact or are refused. The remainder has the sign of
 * the dividend.
 */
export function calculate(
  operator: NumericOperator,
  a: number,
  b: number,
): number | boolean | "division by zero" | "inexact" {
  switch (operator) {
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
    case "+":
      return exact(a + b);
    case "-":
      return exact(a - b);
    case "*":
      return exact(a * b);
    case "/":
      return b === 0 ? "division by zero" : finite(a / b);
    case "%":
      return b === 0 ? "division by zero" : exact(a % b);
  }
}

const SIGNIFICANT_DIGITS = 15;

function exact(result: number): number | "inexact" {
  if (Number.isInteger(result)) return Number.isSafeInteger(result) ? result + 0 : "inexact";
  return finite(Number(result.toPrecision(SIGNIFICANT_DIGITS)));
}

function finite(result: number): number | "inexact" {
  return Number.isFinite(result) ? result : "inexact";
}
