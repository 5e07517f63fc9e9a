import { languageCodes } from "../codes.ts";
import { textOf } from "../conversion.ts";
import type { Expression, TemplateExpression, TemplateFor, TemplatePart } from "../expression.ts";
import { MAX_TEXT_LENGTH } from "../limits.ts";
import { describeKind, isUnknown, unknownValue } from "../value.ts";
import type { Unknown, Value } from "../value.ts";
import { evaluateCondition, eachElement, isUnknownFlag } from "./evaluate-for.ts";
import type { EvaluationContext } from "./evaluation-context.ts";

/** A template's text. A template that is one interpolation and nothing else is that value, whatever its type. */
export function evaluateTemplate(expression: TemplateExpression, context: EvaluationContext): Value {
  const [only] = expression.parts;
  if (only?.kind === "interpolation" && expression.parts.length === 1)
    return context.evaluate(only.expression);
  return renderParts(expression.parts, expression, context);
}

function renderParts(
  parts: readonly TemplatePart[],
  whole: { readonly range: Expression["range"] },
  context: EvaluationContext,
): string | Unknown {
  let text = "";
  let waits = false;
  for (const part of parts) {
    const rendered = renderPart(part, context);
    if (isUnknown(rendered)) waits = true;
    else text += rendered;
    if (text.length > MAX_TEXT_LENGTH) return reportTooLong(whole, context);
  }
  return waits ? unknownValue : text;
}

function renderPart(part: TemplatePart, context: EvaluationContext): string | Unknown {
  switch (part.kind) {
    case "text":
      return part.text;
    case "interpolation":
      return renderInterpolation(part.expression, context);
    case "if": {
      const condition = evaluateCondition(part.condition, context);
      if (isUnknownFlag(condition)) return condition;
      return renderParts(condition ? part.whenTrue : part.whenFalse, part, context);
    }
    case "for":
      return renderFor(part, context);
  }
}

function renderFor(part: TemplateFor, context: EvaluationContext): string | Unknown {
  let text = "";
  let waits = false;
  for (const inner of eachElement(part, context)) {
    const rendered = inner === "unknown" ? unknownValue : renderParts(part.parts, part, inner);
    if (isUnknown(rendered)) waits = true;
    else text += rendered;
    if (text.length > MAX_TEXT_LENGTH) return reportTooLong(part, context);
  }
  return waits ? unknownValue : text;
}

function renderInterpolation(expression: Expression, context: EvaluationContext): string | Unknown {
  const value = context.reveal(context.evaluate(expression));
  if (isUnknown(value)) return value;
  return (
    textOf(value) ??
    context.fail({
      code: languageCodes.invalidTemplateValue,
      summary: "Invalid value in template",
      detail:
        value === null
          ? 'A template cannot show null. Give it a value, or a stand-in with coalesce(…, "stand-in").'
          : `A template shows texts, numbers and bools, but this is ${describeKind(value)}. Turn it into a text with join or jsonencode.`,
      subject: expression.range,
    })
  );
}

function reportTooLong(whole: { readonly range: Expression["range"] }, context: EvaluationContext): Unknown {
  return context.fail({
    code: languageCodes.valueTooLarge,
    summary: "Text too long",
    detail: `This template gives more than ${MAX_TEXT_LENGTH} characters. Make it of fewer or shorter parts.`,
    subject: whole.range,
  });
}
