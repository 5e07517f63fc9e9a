import type { SourceFile } from "../../diagnostics/source-file.ts";
import type { Diagnostic, WithDiagnostics } from "../../diagnostics/diagnostic.ts";
import { languageCodes } from "../codes.ts";
import type { CallExpression, Expression } from "../expression.ts";
import { FunctionFailure } from "../functions/function-definition.ts";
import type {
  FunctionDefinition,
  FunctionTable,
  TemplateFunction,
} from "../functions/function-definition.ts";
import { isIdentifier } from "../native/scanner.ts";
import { parseTemplateSource } from "../native/parse-native.ts";
import { describeKind, isObject, isUnknown, unknownValue } from "../value.ts";
import type { ObjectValue, Value } from "../value.ts";
import type { EvaluationContext } from "./evaluation-context.ts";

/**
 * Renders the template that a call names. The template sees the variables it is given and nothing else, and may not
 * render templates itself. What is wrong in it is reported at its place in the template.
 */
export function evaluateTemplateCall(
  definition: TemplateFunction,
  expression: CallExpression,
  context: EvaluationContext,
): Value {
  const failures = context.failureCount;
  const [nameExpression, variablesExpression] = expression.arguments;
  if (!nameExpression || !variablesExpression || expression.arguments.length > 2 || expression.expandsLast)
    return reportArguments(definition, expression, context);
  if (definition.template === "reference" && !isReference(nameExpression))
    return reportLiteral(nameExpression, context);
  const name = context.revealAll(context.evaluate(nameExpression));
  const given = context.revealAll(context.evaluate(variablesExpression));
  if (context.failureCount > failures) return unknownValue;
  const variables = checkVariables(given, variablesExpression, context);
  const source = definition.sourceOf(name);
  if (source instanceof FunctionFailure) return reportSource(source, nameExpression, context);
  if (!source || !variables) return unknownValue;
  return render(source, { variables, expression }, context);
}

function render(
  source: SourceFile,
  { variables, expression }: { readonly variables: ObjectValue; readonly expression: CallExpression },
  context: EvaluationContext,
): Value {
  const parsed = parsedTemplate(source, context);
  if (parsed.diagnostics.length > 0) return reportSyntax(parsed.diagnostics, expression, context);
  const functions = functionsInTemplates(context.scope.functions);
  const value = context.withScope({ variables, functions }).evaluate(parsed.value);
  return context.admit(value, expression);
}

const templates = new WeakMap<SourceFile, WithDiagnostics<Expression>>();

/** Parsing is that much dearer than walking through a text. */
const PARSING_COST = 30;

function parsedTemplate(file: SourceFile, context: EvaluationContext): WithDiagnostics<Expression> {
  const known = templates.get(file);
  if (known) return known;
  context.charge(Array<string>(PARSING_COST).fill(file.text));
  const parsed = parseTemplateSource({ file, text: file.text, start: 0, limit: file.text.length });
  templates.set(file, parsed);
  return parsed;
}

const tablesForTemplates = new WeakMap<FunctionTable, FunctionTable>();

function functionsInTemplates(functions: FunctionTable): FunctionTable {
  const known = tablesForTemplates.get(functions);
  if (known) return known;
  const table = new Map([...functions].map(([name, definition]) => [name, withoutTemplates(definition)]));
  tablesForTemplates.set(functions, table);
  return table;
}

function withoutTemplates(definition: FunctionDefinition): FunctionDefinition {
  if (definition.kind !== "template") return definition;
  return {
    kind: "refused",
    reason: "A template cannot render another one. Render that one first, and pass its text as a variable.",
  };
}

function isReference(expression: Expression): boolean {
  return expression.kind === "variable" || expression.kind === "traversal";
}

/** Undefined when they are unknown, or when something is wrong with them. */
function checkVariables(
  given: Value,
  expression: Expression,
  context: EvaluationContext,
): ObjectValue | undefined {
  if (isUnknown(given)) return undefined;
  if (!isObject(given)) {
    context.fail({
      code: languageCodes.invalidArgument,
      summary: "Invalid template variables",
      detail: `The variables of a template are an object, but this is ${describeKind(given)}. Give one: { name = value }.`,
      subject: expression.range,
    });
    return undefined;
  }
  const unfit = [...given.keys()].find((name) => !isIdentifier(name));
  if (unfit === undefined) return given;
  context.fail({
    code: languageCodes.invalidArgument,
    summary: "Invalid template variables",
    detail: `A template cannot refer to "${unfit.slice(0, 80)}": names begin with a letter or underscore and hold letters, digits, underscores and dashes. Rename it.`,
    subject: expression.range,
  });
  return undefined;
}

function reportSource(failure: FunctionFailure, expression: Expression, context: EvaluationContext): Value {
  return context.fail({
    code: languageCodes.invalidArgument,
    summary: "Invalid template",
    detail: failure.message,
    subject: expression.range,
  });
}

function reportLiteral(expression: Expression, context: EvaluationContext): Value {
  return context.fail({
    code: languageCodes.invalidArgument,
    summary: "Invalid template",
    detail:
      "The template must be referred to, as local.text or var.text, not written here: what is written here is a template already. Write it in place of the call.",
    subject: expression.range,
  });
}

function reportSyntax(
  diagnostics: readonly Diagnostic[],
  expression: CallExpression,
  context: EvaluationContext,
): Value {
  for (const { severity: _, ...details } of diagnostics) {
    const related = [...details.related, { message: "rendered here", range: expression.range }];
    context.fail({ ...details, related });
  }
  return unknownValue;
}

function reportArguments(
  { parameterNames }: TemplateFunction,
  expression: CallExpression,
  context: EvaluationContext,
): Value {
  return context.fail({
    code: languageCodes.wrongArgumentCount,
    summary: "Wrong number of arguments",
    detail: `The function is called as ${expression.name}(${parameterNames.join(", ")}). Give it these arguments.`,
    subject: expression.range,
  });
}
