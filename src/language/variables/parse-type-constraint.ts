import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic, WithDiagnostics } from "../../diagnostics/diagnostic.ts";
import { didYouMean } from "../../diagnostics/suggest.ts";
import { languageCodes } from "../codes.ts";
import { convertValue } from "../conversion.ts";
import { evaluate } from "../evaluate.ts";
import type { CallExpression, Expression, ObjectExpression } from "../expression.ts";
import { standardFunctions } from "../functions/standard-functions.ts";
import { parseExpressionSource } from "../native/parse-native.ts";
import { rangeAt } from "../range-at.ts";
import { describeType } from "../type-constraint.ts";
import type { AttributeConstraint, TypeConstraint } from "../type-constraint.ts";
import type { Value } from "../value.ts";

/**
 * A type as a variable's `type` argument writes it: `string`, `list(number)`, `object({ port = optional(number, 80) })`.
 * In JSON, and in old documents, it stands in quotes. A mistake is reported and means any type.
 */
export function parseTypeConstraint(expression: Expression): WithDiagnostics<TypeConstraint> {
  if (expression.kind !== "literal" || typeof expression.value !== "string") {
    const diagnostics: Diagnostic[] = [];
    return { value: readType(expression, diagnostics), diagnostics };
  }
  const { file, start, end } = expression.range;
  const parsed = parseExpressionSource({ file, text: file.text, start: start + 1, limit: end - 1 });
  const diagnostics = [...parsed.diagnostics];
  return { value: readType(parsed.value, diagnostics), diagnostics };
}

const anyType: TypeConstraint = { kind: "any" };
const typeNames = ["string", "number", "bool", "any", "list", "set", "map", "object", "tuple"];

function readType(expression: Expression, diagnostics: Diagnostic[]): TypeConstraint {
  if (expression.kind === "invalid") return anyType;
  if (expression.kind === "variable") return readName(expression.name, expression, diagnostics);
  if (expression.kind === "call") return readCall(expression, diagnostics);
  return report(
    expression,
    "A type is a name such as string, or a call such as list(string). Write one of these.",
    diagnostics,
  );
}

function readName(name: string, expression: Expression, diagnostics: Diagnostic[]): TypeConstraint {
  switch (name) {
    case "string":
    case "number":
    case "bool":
    case "any":
      return { kind: name };
    // Old documents write collections without their elements' type.
    case "list":
    case "set":
    case "map":
      return { kind: name, element: anyType };
    case "object":
    case "tuple":
      return report(
        expression,
        `"${name}" needs its contents. Write ${name === "object" ? "object({ name = string })" : "tuple([string, number])"}.`,
        diagnostics,
      );
    default:
      return report(
        expression,
        `There is no type "${name}".${didYouMean(name, typeNames) || ` The types are ${typeNames.join(", ")}.`}`,
        diagnostics,
      );
  }
}

function readCall(expression: CallExpression, diagnostics: Diagnostic[]): TypeConstraint {
  const [argument] = expression.arguments;
  const { name } = expression;
  if (!argument || expression.arguments.length > 1) {
    return report(
      expression,
      `"${name}" takes one argument. Write for example list(string) or object({ name = string }).`,
      diagnostics,
    );
  }
  switch (name) {
    case "list":
    case "set":
    case "map":
      return { kind: name, element: readType(argument, diagnostics) };
    case "tuple":
      if (argument.kind !== "tuple")
        return report(
          argument,
          "A tuple's types stand in brackets: tuple([string, number]). Add them.",
          diagnostics,
        );
      return { kind: "tuple", elements: argument.elements.map((element) => readType(element, diagnostics)) };
    case "object":
      if (argument.kind !== "object")
        return report(
          argument,
          "An object's attributes stand in braces: object({ name = string }). Add them.",
          diagnostics,
        );
      return { kind: "object", attributes: readAttributes(argument, diagnostics) };
    case "optional":
      return report(
        expression,
        "Only attributes of an object type can be optional. Leave it out.",
        diagnostics,
      );
    default:
      return report(
        expression,
        `There is no type "${name}(…)".${didYouMean(name, typeNames) || ` The types are ${typeNames.join(", ")}.`}`,
        diagnostics,
      );
  }
}

function readAttributes(
  object: ObjectExpression,
  diagnostics: Diagnostic[],
): ReadonlyMap<string, AttributeConstraint> {
  const attributes = new Map<string, AttributeConstraint>();
  for (const { key, value } of object.items) {
    if (key.kind !== "literal")
      report(key, "The name of an attribute is written out. Use a plain name.", diagnostics);
    else attributes.set(String(key.value), readAttribute(value, diagnostics));
  }
  return attributes;
}

function readAttribute(expression: Expression, diagnostics: Diagnostic[]): AttributeConstraint {
  if (expression.kind !== "call" || expression.name !== "optional") {
    return { type: readType(expression, diagnostics), optional: false, default: null };
  }
  const [type, fallback] = expression.arguments;
  if (!type || expression.arguments.length > 2) {
    report(
      expression,
      '"optional" takes a type and, if wanted, a default: optional(number, 80). Correct it.',
      diagnostics,
    );
    return { type: anyType, optional: true, default: null };
  }
  const read = readType(type, diagnostics);
  return { type: read, optional: true, default: fallback ? readDefault(fallback, read, diagnostics) : null };
}

/** Null when it does not suit the attribute's type, which is reported. */
function readDefault(expression: Expression, type: TypeConstraint, diagnostics: Diagnostic[]): Value {
  const evaluated = evaluate(expression, { variables: new Map(), functions: standardFunctions });
  diagnostics.push(...evaluated.diagnostics);
  const conversion = convertValue(evaluated.value, type);
  if (conversion.kind === "converted") return conversion.value;
  diagnostics.push(
    error({
      code: languageCodes.unsuitableDefault,
      summary: "Default does not suit the type",
      detail: `This value ${conversion.reason}. Change it, or the type, which is ${describeType(type)}.`,
      subject: rangeAt(expression, conversion.path),
    }),
  );
  return null;
}

function report(expression: Expression, detail: string, diagnostics: Diagnostic[]): TypeConstraint {
  diagnostics.push(
    error({ code: languageCodes.invalidType, summary: "Invalid type", detail, subject: expression.range }),
  );
  return anyType;
}
