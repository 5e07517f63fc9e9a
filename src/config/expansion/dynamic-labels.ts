import { error } from "../../diagnostics/diagnostic.ts";
import type { Attribute, Label } from "../../language/body.ts";
import { textOf } from "../../language/conversion.ts";
import { evaluate } from "../../language/evaluate.ts";
import { rangeAt } from "../../language/range-at.ts";
import { describeKind, hasUnknown, isList } from "../../language/value.ts";
import { configCodes } from "../codes.ts";
import type { RepetitionContext } from "./repetition-context.ts";

/** The labels that a dynamic block's `labels` give; undefined when they are not known yet, or are none. */
export function evaluateLabels(
  { expression }: Attribute,
  { scope, diagnostics }: Pick<RepetitionContext, "scope" | "diagnostics">,
): readonly Label[] | undefined {
  const { value, diagnostics: found } = evaluate(expression, scope);
  diagnostics.push(...found);
  if (found.length > 0 || hasUnknown(value)) return undefined;
  const elements = isList(value) ? value : [value];
  const texts = elements.map(textOf);
  const stranger = texts.indexOf(undefined);
  if (isList(value) && stranger < 0) {
    return texts.map((text, index) => ({ text: text ?? "", range: rangeAt(expression, [index]) }));
  }
  diagnostics.push(
    error({
      code: configCodes.unsuitableLabels,
      summary: "Unsuitable labels",
      detail: isList(value)
        ? `Labels are texts, but this is ${describeKind(elements[stranger] ?? null)}. Give a text.`
        : `The labels of a block stand in a list, but this is ${describeKind(value)}. Put it in brackets.`,
      subject: isList(value) ? rangeAt(expression, [stranger]) : expression.range,
    }),
  );
  return undefined;
}
