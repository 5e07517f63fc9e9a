import { spellingFix } from "../../diagnostics/spelling-fix.ts";
import { didYouMean } from "../../diagnostics/suggest.ts";
import { languageCodes } from "../codes.ts";
import type { CallExpression } from "../expression.ts";
import type { EagerFunction, RefusedFunction } from "../functions/function-definition.ts";
import { FunctionFailure } from "../functions/function-definition.ts";
import { describeKind, isList, isUnknown, unknownValue } from "../value.ts";
import type { Value } from "../value.ts";
import { evaluateTemplateCall } from "./evaluate-template-call.ts";
import type { EvaluationContext } from "./evaluation-context.ts";

export function evaluateCall(expression: CallExpression, context: EvaluationContext): Value {
  const definition = context.scope.functions.get(expression.name);
  if (!definition) return reportUndeclared(expression, context);
  switch (definition.kind) {
    case "try":
      return evaluateTry(expression, context);
    case "can":
      return evaluateCan(expression, context);
    case "eager":
      return evaluateEager(definition, expression, context);
    case "template":
      return evaluateTemplateCall(definition, expression, context);
    case "refused":
      return reportRefused(definition, expression, context);
  }
}

function evaluateTry(expression: CallExpression, context: EvaluationContext): Value {
  for (const argument of expression.arguments) {
    const value = context.attempt(argument);
    if (value !== undefined) return value;
  }
  return context.fail({
    code: languageCodes.functionFailed,
    summary: "No attempt succeeded",
    detail: "Each argument of this try fails. Add a last argument that cannot fail, such as null.",
    subject: expression.range,
  });
}

function evaluateCan(expression: CallExpression, context: EvaluationContext): Value {
  const [argument] = expression.arguments;
  if (!argument || expression.arguments.length > 1) {
    return reportCount(
      expression,
      {
        kind: "eager",
        parameterNames: ["expression"],
        requiredCount: 1,
        isVariadic: false,
        call: () => null,
      },
      context,
    );
  }
  const value = context.attempt(argument);
  return value !== undefined && isUnknown(value) ? unknownValue : value !== undefined;
}

function evaluateEager(
  definition: EagerFunction,
  expression: CallExpression,
  context: EvaluationContext,
): Value {
  const failures = context.failureCount;
  const given = evaluateArguments(expression, context);
  const args = definition.seesMarks ? given : given?.map((arg) => context.revealAll(arg));
  if (!args || context.failureCount > failures) return unknownValue;
  const tooFew = args.length < definition.requiredCount;
  const tooMany = !definition.isVariadic && args.length > definition.parameterNames.length;
  if (tooFew || tooMany) return reportCount(expression, definition, context);
  for (let effort = definition.effort ?? 1; effort > 0; effort -= 1) context.charge(args);
  const result = definition.call(args);
  if (!(result instanceof FunctionFailure)) {
    context.charge([result]);
    return context.admit(result, expression);
  }
  const argument = result.argument === undefined ? undefined : argumentAt(expression, result.argument);
  return context.fail({
    code: argument ? languageCodes.invalidArgument : languageCodes.functionFailed,
    summary: argument ? `Invalid argument of "${expression.name}"` : `"${expression.name}" failed`,
    detail: result.message,
    subject: argument?.range ?? expression.range,
    context: expression.range,
  });
}

/** Undefined when the expanded argument is not known yet or no list. */
function evaluateArguments(
  expression: CallExpression,
  context: EvaluationContext,
): readonly Value[] | undefined {
  const args = expression.arguments.map((argument) => context.evaluate(argument));
  if (!expression.expandsLast) return args;
  const last = context.reveal(args.pop() ?? null);
  if (isList(last)) return [...args, ...last];
  const lastExpression = expression.arguments.at(-1);
  if (!isUnknown(last) && lastExpression) {
    context.fail({
      code: languageCodes.invalidArgument,
      summary: "Invalid expansion",
      detail: `Only a list can be expanded with "...", but this is ${describeKind(last)}. Leave the dots out, or give a list.`,
      subject: lastExpression.range,
    });
  }
  return undefined;
}

/** An element of an expanded list is written where the list is. */
function argumentAt(
  expression: CallExpression,
  index: number,
): CallExpression["arguments"][number] | undefined {
  return expression.arguments[Math.min(index, expression.arguments.length - 1)];
}

function reportCount(
  expression: CallExpression,
  definition: EagerFunction,
  context: EvaluationContext,
): Value {
  const { parameterNames, requiredCount, isVariadic } = definition;
  const shown = parameterNames.map((name, index) => {
    const optional = index >= requiredCount ? "?" : "";
    return isVariadic && index === parameterNames.length - 1 ? `${name}…` : name + optional;
  });
  return context.fail({
    code: languageCodes.wrongArgumentCount,
    summary: "Wrong number of arguments",
    detail: `The function is called as ${expression.name}(${shown.join(", ")}). Give it these arguments.`,
    subject: expression.range,
  });
}

function reportRefused(
  { reason }: RefusedFunction,
  expression: CallExpression,
  context: EvaluationContext,
): Value {
  return context.fail({
    code: languageCodes.refusedFunction,
    summary: `"${expression.name}" cannot be called here`,
    detail: reason,
    subject: expression.nameRange,
    context: expression.range,
  });
}

function reportUndeclared(expression: CallExpression, context: EvaluationContext): Value {
  const suggestion = didYouMean(expression.name, context.scope.functions.keys());
  return context.fail({
    code: languageCodes.undeclaredFunction,
    summary: "Unknown function",
    detail: `There is no function "${expression.name}".${suggestion || " Check its name against the list of functions in the documentation."}`,
    subject: expression.nameRange,
    ...spellingFix({
      written: expression.name,
      range: expression.nameRange,
      known: context.scope.functions.keys(),
    }),
  });
}
