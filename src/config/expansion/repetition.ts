import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Attribute, AttributeSchema } from "../../language/body.ts";
import { textOf } from "../../language/conversion.ts";
import { childScope } from "../../language/scope.ts";
import { configCodes } from "../codes.ts";
import { countInstances, evaluateCount } from "./count.ts";
import { evaluateCollection } from "./collection.ts";
import type { Instance, RepetitionContext } from "./repetition-context.ts";

/** The instances; `waiting` when they are not known yet, or when what says so is mistaken, which is reported. */
export type Repetition =
  { readonly kind: "instances"; readonly instances: readonly Instance[] } | { readonly kind: "waiting" };

/** What a repeated block may say beside its own fields. */
export const metaArguments: readonly AttributeSchema[] = [
  { name: "for_each", required: false },
  { name: "count", required: false },
];

/** The instances of a block with these arguments. */
export function repetitionOf(
  attributes: ReadonlyMap<string, Attribute>,
  context: RepetitionContext,
): Repetition {
  const forEach = attributes.get("for_each");
  const count = attributes.get("count");
  if (forEach && count) {
    context.diagnostics.push(bothGiven(forEach, count));
    return { kind: "waiting" };
  }
  if (forEach) return repeatForEach(forEach, context);
  if (count) return repeatCount(count, context);
  return { kind: "instances", instances: [{ key: undefined, scope: context.scope }] };
}

function repeatForEach(attribute: Attribute, context: RepetitionContext): Repetition {
  const elements = evaluateCollection(attribute, { accepts: "maps and sets" }, context);
  if (!elements) return { kind: "waiting" };
  const instances = elements.map(([key, value]) => ({
    key: textOf(key) ?? "",
    scope: childScope(
      context.scope,
      new Map([
        [
          "each",
          new Map([
            ["key", key],
            ["value", value],
          ]),
        ],
      ]),
    ),
  }));
  return { kind: "instances", instances };
}

function repeatCount(attribute: Attribute, context: RepetitionContext): Repetition {
  const count = evaluateCount(attribute, context);
  if (count === undefined) return { kind: "waiting" };
  return { kind: "instances", instances: countInstances(count, context.scope) };
}

function bothGiven(forEach: Attribute, count: Attribute): Diagnostic {
  const [first, second] = forEach.range.start < count.range.start ? [forEach, count] : [count, forEach];
  return error({
    code: configCodes.conflictingRepetition,
    summary: "Both for_each and count",
    detail: "A block is repeated for each element or by number, not both. Remove one of the two.",
    subject: second.nameRange,
    related: [{ message: `${first.name} is given here`, range: first.nameRange }],
  });
}
