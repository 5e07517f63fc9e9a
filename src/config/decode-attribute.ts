import type { Attribute } from "../language/body.ts";
import { evaluate } from "../language/evaluate.ts";
import { rangeAt } from "../language/range-at.ts";
import { sensitivePaths } from "../language/sensitive.ts";
import { hasUnknown, toJson } from "../language/value.ts";
import { convertToSchema } from "./convert-to-schema.ts";
import type { DecodeContext, FieldTarget } from "./decode-context.ts";
import { isJsonList } from "./json-value.ts";
import type { JsonValue } from "./json-value.ts";
import { pointerTo } from "./range-map.ts";
import type { RangeMap } from "./range-map.ts";

/** A field's value as its schema wants it; undefined when it was not given, or is not known. */
export function decodeAttribute(
  attribute: Attribute,
  field: FieldTarget,
  context: DecodeContext,
): JsonValue | undefined {
  const { value, diagnostics } = evaluate(attribute.expression, context.scope);
  context.diagnostics.push(...diagnostics);
  context.ranges.set(field.pointer, attribute.expression.range);
  // A value that failed to evaluate was reported; the field counts as unknown, not as missing.
  if (hasUnknown(value) || diagnostics.some(({ severity }) => severity === "error")) {
    context.unknownPointers.add(field.pointer);
    return undefined;
  }
  const json = toJson(value);
  // As everywhere in HCL, null means that the attribute was not given.
  if (json === null) return undefined;
  for (const path of sensitivePaths(value)) {
    context.sensitivePointers.add(path.reduce<string>(pointerTo, field.pointer));
  }
  recordElementRanges(attribute, json, { path: [], pointer: field.pointer }, context.ranges);
  return convertToSchema(json, field.located);
}

function recordElementRanges(
  attribute: Attribute,
  json: JsonValue,
  at: { readonly path: readonly (string | number)[]; readonly pointer: string },
  ranges: RangeMap,
): void {
  if (typeof json !== "object" || json === null) return;
  const steps = isJsonList(json) ? json.map((item, index) => [index, item] as const) : Object.entries(json);
  for (const [step, item] of steps) {
    const path = [...at.path, step];
    const pointer = pointerTo(at.pointer, step);
    ranges.set(pointer, rangeAt(attribute.expression, path));
    recordElementRanges(attribute, item, { path, pointer }, ranges);
  }
}
