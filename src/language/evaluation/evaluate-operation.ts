import { languageCodes } from "../codes.ts";
import { convertValue } from "../conversion.ts";
import type {
  BinaryOperator,
  ConditionalExpression,
  Expression,
  Operand,
  OperationExpression,
  UnaryExpression,
} from "../expression.ts";
import { describeKind, hasUnknown, isUnknown, unknownValue, valuesEqual } from "../value.ts";
import type { Unknown, Value } from "../value.ts";
import { unifyValues } from "../unify.ts";
import { calculate } from "./arithmetic.ts";
import { evaluateCondition, isUnknownFlag } from "./evaluate-for.ts";
import type { EvaluationContext } from "./evaluation-context.ts";

/**
 * The chosen side, in the type that both sides share. What fails on the other side is no mistake, so that
 * `x == null ? 0 : x.port` needs no special care.
 */
export function evaluateConditional(expression: ConditionalExpression, context: EvaluationContext): Value {
  const condition = evaluateCondition(expression.condition, context);
  if (isUnknownFlag(condition)) return unknownValue;
  const [taken, other] = condition
    ? [expression.whenTrue, expression.whenFalse]
    : [expression.whenFalse, expression.whenTrue];
  const value = context.evaluate(taken);
  if (value === null || isUnknown(value)) return value;
  const otherValue = context.attempt(other);
  if (otherValue === undefined) return value;
  const [result] = unifyValues([value, otherValue]) ?? [];
  if (result !== undefined) return result;
  return context.fail({
    code: languageCodes.inconsistentResults,
    summary: "Different types of results",
    detail: `The two results of a condition must have one type, but one is ${describeKind(value)} and the other ${describeKind(otherValue)} that has no type in common with it. Make them alike.`,
    subject: expression.range,
  });
}

export function evaluateUnary({ operator, operand }: UnaryExpression, context: EvaluationContext): Value {
  if (operator === "!") {
    const condition = evaluateCondition(operand, context);
    return isUnknownFlag(condition) ? condition : !condition;
  }
  const number = asNumber(context.evaluate(operand), operand, context);
  return typeof number === "number" ? 0 - number : number;
}

/** Operators of one precedence from left to right; `&&` and `||` stop at the operand that decides. */
export function evaluateOperation(expression: OperationExpression, context: EvaluationContext): Value {
  let left = context.evaluate(expression.first);
  let leftExpression = expression.first;
  for (const operand of expression.rest) {
    left = applyOperator({ value: left, expression: leftExpression }, operand, context);
    leftExpression = expression;
  }
  return left;
}

interface Left {
  readonly value: Value;
  readonly expression: Expression;
}

function applyOperator(left: Left, operand: Operand, context: EvaluationContext): Value {
  const { operator } = operand;
  switch (operator) {
    case "&&":
    case "||":
      return applyLogic(left, operand, context);
    case "==":
    case "!=": {
      const first = context.revealAll(left.value);
      const second = context.revealAll(context.evaluate(operand.expression));
      context.charge([first, second]);
      if (hasUnknown(first) || hasUnknown(second)) return unknownValue;
      return valuesEqual(first, second) === (operator === "==");
    }
    default:
      return applyToNumbers(left, { ...operand, operator }, context);
  }
}

function applyLogic(left: Left, { operator, expression }: Operand, context: EvaluationContext): Value {
  const first = asCondition(left, context);
  const decides = operator === "||";
  if (first === decides) return decides;
  const second = evaluateCondition(expression, context);
  if (second === decides) return decides;
  return isUnknownFlag(first) ? first : second;
}

/** The left side was evaluated before its operator was known, so it is judged by value. */
function asCondition(left: Left, context: EvaluationContext): boolean | Unknown {
  const value = context.reveal(left.value);
  const result = value === null ? undefined : convertValue(value, { kind: "bool" });
  if (result?.kind === "converted" && typeof result.value === "boolean") return result.value;
  return isUnknown(value)
    ? value
    : reportOperand(value, { expression: left.expression, expected: "true or false" }, context);
}

type NumericOperator = Exclude<BinaryOperator, "&&" | "||" | "==" | "!=">;

function applyToNumbers(
  left: Left,
  operand: Operand & { readonly operator: NumericOperator },
  context: EvaluationContext,
): Value {
  const a = asNumber(left.value, left.expression, context);
  const b = asNumber(context.evaluate(operand.expression), operand.expression, context);
  if (typeof a !== "number" || typeof b !== "number") return unknownValue;
  const { operator, operatorRange } = operand;
  const result = calculate(operator, a, b);
  if (result === "division by zero") {
    return context.fail({
      code: languageCodes.divisionByZero,
      summary: "Division by zero",
      detail: `The right side of "${operator}" is zero here. Guard it with a condition: x == 0 ? … : y ${operator} x.`,
      subject: operand.expression.range,
    });
  }
  if (result === "inexact") {
    return context.fail({
      code: languageCodes.inexactResult,
      summary: "Result too large",
      detail:
        "The result is a whole number beyond 9007199254740992, which cannot be kept exactly. Calculate with smaller numbers.",
      subject: operatorRange,
    });
  }
  return result;
}

function asNumber(given: Value, expression: Expression, context: EvaluationContext): number | Unknown {
  const value = context.reveal(given);
  if (isUnknown(value)) return value;
  const result = value === null ? undefined : convertValue(value, { kind: "number" });
  if (result?.kind === "converted" && typeof result.value === "number") return result.value;
  return reportOperand(value, { expression, expected: "a number" }, context);
}

function reportOperand(
  value: Value,
  { expression, expected }: { readonly expression: Expression; readonly expected: string },
  context: EvaluationContext,
): Unknown {
  return context.fail({
    code: languageCodes.invalidOperand,
    summary: "Unsuitable operand",
    detail: `This side of the operator must be ${expected}, but it is ${describeKind(value)}. Texts are joined in templates: "\${a}\${b}".`,
    subject: expression.range,
  });
}
