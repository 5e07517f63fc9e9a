import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { SourceRange } from "../../diagnostics/source-file.ts";
import type { Attribute } from "../../language/body.ts";
import { isSet } from "../../language/conversion.ts";
import { evaluate } from "../../language/evaluate.ts";
import { describeKind, isList, isObject, isSensitive, isUnknown, sortedKeys } from "../../language/value.ts";
import type { Value } from "../../language/value.ts";
import { configCodes } from "../codes.ts";
import { MAX_EXPANDED_BLOCKS } from "./expansion-budget.ts";
import type { RepetitionContext } from "./repetition-context.ts";

/** A key and a value for each block, in the order of the collection. */
export type Elements = readonly (readonly [key: Value, value: Value])[];

export interface CollectionRule {
  /**
   * What the collection may be. Whole entries are known by their keys, so that adding one leaves the others what they
   * were; the position in a list is no such key.
   */
  readonly accepts: "maps and sets" | "any collection";
}

/** What `for_each` goes over; undefined when it is not known yet, or nothing to go over, which is reported. */
export function evaluateCollection(
  { expression }: Attribute,
  { accepts }: CollectionRule,
  { scope, budget, diagnostics }: RepetitionContext,
): Elements | undefined {
  const { value, diagnostics: found } = evaluate(expression, scope);
  diagnostics.push(...found);
  if (isUnknown(value) || found.length > 0) return undefined;
  const elements = accepts === "any collection" ? elementsOfAny(value) : elementsByKey(value);
  if (typeof elements === "string") {
    diagnostics.push(unsuitable(elements, expression.range));
    return undefined;
  }
  if (!elements) return undefined;
  if (budget.take(elements.length)) return elements;
  diagnostics.push(reportTooMany(expression.range));
  return undefined;
}

/** A text says what is wrong; undefined stands for an element that is not known yet. */
type Found = Elements | string | undefined;

function elementsByKey(value: Value): Found {
  if (isSet(value)) return elementsOfSet(value);
  if (isList(value)) {
    return "A list has positions, which change when an element is added or taken away, so a block cannot be known by them. Make it a set of texts with toset(…), or give a map.";
  }
  return elementsOfMap(value);
}

function elementsOfSet(set: readonly Value[]): Found {
  if (set.some(isUnknown)) return undefined;
  const stranger = set.find((element) => typeof element !== "string");
  if (stranger !== undefined)
    return `Each element of the set becomes a block's key, so all are texts, but one is ${describeKind(stranger)}. Give texts, or a map.`;
  return set.map((element) => [element, element]);
}

function elementsOfMap(value: Value): Found {
  if (isObject(value)) return sortedKeys(value).map((key) => [key, value.get(key) ?? null]);
  if (isSensitive(value))
    return "The keys of a sensitive value would show in the names of what is made for each. Give a collection that is not sensitive.";
  return `It is a map or a set of texts, but this is ${describeKind(value)}. Give one of these; an empty one, {}, makes no block.`;
}

function elementsOfAny(value: Value): Found {
  if (isSet(value)) return value.map((element) => [element, element]);
  if (isList(value)) return value.map((element, index) => [index, element]);
  if (isObject(value)) return elementsOfMap(value);
  if (isSensitive(value))
    return "How many blocks there are shows what a sensitive value holds. Give a collection that is not sensitive.";
  return `It is a list, a set or a map, but this is ${describeKind(value)}. Give one of these; an empty one, [], makes no block.`;
}

function unsuitable(detail: string, subject: SourceRange): Diagnostic {
  return error({ code: configCodes.unsuitableForEach, summary: "Unsuitable for_each", detail, subject });
}

export function reportTooMany(subject: SourceRange): Diagnostic {
  return error({
    code: configCodes.tooManyBlocks,
    summary: "Too many blocks",
    detail: `Repeated blocks and modules of a document set may make ${MAX_EXPANDED_BLOCKS} blocks together, and this one goes beyond. Repeat fewer.`,
    subject,
  });
}
