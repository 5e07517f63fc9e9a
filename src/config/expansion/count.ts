import { error } from "../../diagnostics/diagnostic.ts";
import type { Attribute } from "../../language/body.ts";
import { convertValue } from "../../language/conversion.ts";
import { evaluate } from "../../language/evaluate.ts";
import { childScope } from "../../language/scope.ts";
import type { Scope } from "../../language/scope.ts";
import { describeKind, isUnknown } from "../../language/value.ts";
import type { Value } from "../../language/value.ts";
import { configCodes } from "../codes.ts";
import { reportTooMany } from "./collection.ts";
import type { Instance, RepetitionContext } from "./repetition-context.ts";

/** The number that `count` gives; undefined when it is not known yet, or is no number of blocks, which is reported. */
export function evaluateCount(
  { expression }: Attribute,
  { scope, budget, diagnostics }: RepetitionContext,
): number | undefined {
  const evaluated = evaluate(expression, scope);
  diagnostics.push(...evaluated.diagnostics);
  if (isUnknown(evaluated.value)) return undefined;
  const conversion = evaluated.value === null ? undefined : convertValue(evaluated.value, { kind: "number" });
  const count = conversion?.kind === "converted" ? conversion.value : null;
  if (typeof count !== "number" || !Number.isInteger(count) || count < 0) {
    diagnostics.push(
      error({
        code: configCodes.unsuitableCount,
        summary: "Unsuitable count",
        detail: `The count of a block is a whole number from 0, but this is ${describeCount(evaluated.value)}. Correct it.`,
        subject: expression.range,
      }),
    );
    return undefined;
  }
  if (budget.take(count)) return count;
  diagnostics.push(reportTooMany(expression.range));
  return undefined;
}

export function countInstances(count: number, scope: Scope): readonly Instance[] {
  return Array.from({ length: count }, (_, index) => ({
    key: index,
    scope: childScope(scope, new Map([["count", new Map([["index", index]])]])),
  }));
}

function describeCount(value: Value): string {
  return typeof value === "number" ? String(value) : describeKind(value);
}
