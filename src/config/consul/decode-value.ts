import { error } from "../../diagnostics/diagnostic.ts";
import { spellingFix } from "../../diagnostics/spelling-fix.ts";
import type { SourceRange } from "../../diagnostics/source-file.ts";
import { asElements, asSingle, toPlainValue } from "../../language/hcl1/hcl1-value.ts";
import type { Hcl1Entry, Hcl1MapValue, Hcl1Value } from "../../language/hcl1/hcl1-value.ts";
import { configCodes } from "../codes.ts";
import { convertToSchema } from "../convert-to-schema.ts";
import type { DecodeContext, FieldTarget } from "../decode-context.ts";
import type { JsonObject, JsonValue } from "../json-value.ts";
import { refusedText, refuseField } from "../not-yet.ts";
import { pointerTo, UNKNOWN_MEMBER } from "../range-map.ts";
import { holdsMany, resolveSchema } from "../schema.ts";
import type { LocatedSchema, Schema } from "../schema.ts";
import { consulDuration } from "./consul-duration.ts";
import {
  consulName,
  formOf,
  isBookkeeping,
  misspeltProperty,
  propertyNamed,
  sameName,
} from "./field-names.ts";

/** What decoding a part of a Consul document gathers beside its value. */
export type ConsulContext = Pick<DecodeContext, "ranges" | "diagnostics" | "unknownPointers">;

/**
 * The object that a map of a Consul document stands for, in the schema's own field names. Decoding is as weak as
 * Consul's: a list of one stands for its element and an element for a list of one, names are told apart by their letters
 * alone, and a number may be a text.
 *
 * Source: Consul's `DecodeConfigEntry` and agent configuration.
 */
export function decodeObject(map: Hcl1MapValue, field: FieldTarget, context: ConsulContext): JsonObject {
  const { schema, kind } = resolveSchema(field.located);
  const properties = schema.properties ?? {};
  const seen = new Map<string, SourceRange>();
  const result: JsonObject = {};
  for (const [written, entry] of map.entries) {
    if (isNothing(entry.value)) continue;
    const property = propertyNamed(written, properties);
    if (property === undefined) {
      const unknown = {
        written,
        beside: map.entries,
        range: entry.nameRange,
        schema,
        pointer: field.pointer,
      };
      reportUnknown(unknown, context);
      continue;
    }
    const earlier = seen.get(property);
    if (earlier) {
      context.diagnostics.push(repeatedName(written, entry.nameRange, earlier));
      continue;
    }
    seen.set(property, entry.nameRange);
    const located = { schema: properties[property] ?? {}, kind };
    const target = { located, pointer: pointerTo(field.pointer, property) };
    const value = decodeField({ written, entry }, target, context);
    if (value !== undefined) result[property] = value;
  }
  // What a syntax error hid may be what is missing, or one more of what is there.
  if (!map.complete) {
    for (const [name, property] of Object.entries(properties)) {
      const inner = pointerTo(field.pointer, name);
      if (!seen.has(name)) context.unknownPointers.add(inner);
      else if (holdsMany({ schema: property, kind }))
        context.unknownPointers.add(pointerTo(inner, UNKNOWN_MEMBER));
    }
  }
  return result;
}

/** A value where nothing names it: the element of a list. */
export function decodeElement(value: Hcl1Value, field: FieldTarget, context: ConsulContext): JsonValue {
  return decodeValue(value, { ...field, range: headOf(value.range) }, context);
}

/** The beginning of something that may go over many lines, to stand for it. */
export function headOf(range: SourceRange): SourceRange {
  const newline = range.file.text.indexOf("\n", range.start);
  const end = newline < 0 ? range.end : Math.min(range.end, newline);
  return { ...range, end: Math.max(end, range.start + 1) };
}

interface WrittenField {
  readonly written: string;
  readonly entry: Hcl1Entry;
}

function decodeField(
  { written, entry: { nameRange, value } }: WrittenField,
  field: FieldTarget,
  context: ConsulContext,
): JsonValue | undefined {
  const { schema } = resolveSchema(field.located);
  const missing = schema["x-not-yet"];
  if (missing !== undefined) {
    // A default is what is rendered anyway, so that saying it asks for nothing.
    if (!isDefault(value, field.located))
      refuseField({ what: written, missing, subject: nameRange }, field.pointer, context);
    return undefined;
  }
  const decoded = decodeValue(value, { ...field, range: nameRange }, context);
  const refused = refusedText(decoded, schema);
  if (!refused) return decoded;
  const what = `${written} = "${refused.text}"`;
  refuseField({ what, missing: refused.missing, subject: value.range }, field.pointer, context);
  return undefined;
}

interface PlacedField extends FieldTarget {
  /** What stands for the value when it is an object or a list. */
  readonly range: SourceRange;
}

function decodeValue(value: Hcl1Value, field: PlacedField, context: ConsulContext): JsonValue {
  const { schema, kind } = resolveSchema(field.located);
  const { pointer } = field;
  context.ranges.set(pointer, field.range);
  if (schema.items) {
    const located = { schema: schema.items, kind };
    return asElements(value).map((element, index) =>
      decodeElement(element, { located, pointer: pointerTo(pointer, index) }, context),
    );
  }
  if (schema.type !== "object") return decodeScalar(asSingle(value), { schema, kind }, { pointer, context });
  const maps = asElements(value).filter((element) => element.kind === "map");
  const [first, second] = maps;
  if (!first || maps.length < asElements(value).length) return toPlainValue(asSingle(value));
  if (!schema.properties) return decodeMap(maps, { located: { schema, kind }, pointer }, context);
  if (second) context.diagnostics.push(givenTwice(second.range, first.range));
  return decodeObject(first, { located: { schema, kind }, pointer }, context);
}

/** Several maps for one are merged, as for `Subsets { v1 { … } }` twice. */
function decodeMap(maps: readonly Hcl1MapValue[], field: FieldTarget, context: ConsulContext): JsonObject {
  const { schema, kind } = field.located;
  const of = typeof schema.additionalProperties === "object" ? schema.additionalProperties : {};
  const located = { schema: of, kind };
  const decoded: [string, JsonValue][] = [];
  for (const [key, { nameRange, value }] of maps.flatMap(({ entries }) => [...entries])) {
    const pointer = pointerTo(field.pointer, key);
    decoded.push([key, decodeValue(value, { located, pointer, range: nameRange }, context)]);
  }
  return Object.fromEntries(decoded);
}

function decodeScalar(
  value: Hcl1Value,
  located: LocatedSchema,
  { pointer, context }: { readonly pointer: string; readonly context: ConsulContext },
): JsonValue {
  context.ranges.set(pointer, headOf(value.range));
  return convertScalar(toPlainValue(value), located);
}

function convertScalar(value: JsonValue, located: LocatedSchema): JsonValue {
  const { schema } = resolveSchema(located);
  const isText = typeof value === "string";
  if (schema["x-value"] === "duration" && (isText || typeof value === "number")) return consulDuration(value);
  if (isText && schema.enum) {
    return schema.enum.find((known) => known.toLowerCase() === value.toLowerCase()) ?? value;
  }
  return convertToSchema(value, located);
}

/** Whether a value says what holds anyway: a default, or nothing at all. */
function isDefault(value: Hcl1Value, located: LocatedSchema): boolean {
  const single = asSingle(value);
  const { schema, kind } = resolveSchema(located);
  switch (single.kind) {
    case "scalar":
      return isNothing(single) || convertScalar(single.value, { schema, kind }) === schema.default;
    case "list":
      return single.elements.length === 0;
    case "map":
      return [...single.entries].every(([written, { value: inner }]) => {
        const property = schema.properties?.[propertyNamed(written, schema.properties) ?? ""];
        return property !== undefined && isDefault(inner, { schema: property, kind });
      });
  }
}

/** Consul's decoder cannot tell an empty text from none. */
function isNothing(value: Hcl1Value): boolean {
  return value.kind === "scalar" && (value.value === null || value.value === "");
}

interface UnknownName {
  readonly written: string;
  /** All members of the map, by name. */
  readonly beside: ReadonlyMap<string, unknown>;
  readonly range: SourceRange;
  readonly schema: Schema;
  readonly pointer: string;
}

function reportUnknown(unknown: UnknownName, context: ConsulContext): void {
  const { written, beside, range, schema, pointer } = unknown;
  if (isBookkeeping(written)) return;
  const properties = schema.properties ?? {};
  const known = Object.keys(properties).map((property) => consulName(property, formOf(written)));
  const meant = misspeltProperty(written, properties);
  const isFree = (name: string): boolean => ![...beside.keys()].some((other) => sameName(other, name));
  const suggestion = meant === undefined ? "" : ` Did you mean "${consulName(meant, formOf(written))}"?`;
  // It was reported under the name it has, and is not missing as well.
  if (meant !== undefined && isFree(meant)) context.unknownPointers.add(pointerTo(pointer, meant));
  context.diagnostics.push(
    error({
      code: configCodes.unknownField,
      summary: "Unknown field",
      detail: `${holderName(unknown)} has no field "${written}".${suggestion} ${wayOut(meant)}`,
      subject: range,
      ...spellingFix({ written, range, known, fits: isFree }),
    }),
  );
}

/** What holds a field: the kind, or the name that stands in the document, in the letters of the field. */
function holderName({ pointer, written, schema }: UnknownName): string {
  const property = pointer.split("/").findLast((part) => part !== "" && !/^\d+$/.test(part));
  if (property !== undefined) return `"${consulName(property, formOf(written))}"`;
  return `A ${(schema.title ?? "document").replace(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase()}`;
}

function wayOut(meant: string | undefined): string {
  return meant === undefined ? "Remove it." : "Correct or remove it.";
}

function repeatedName(written: string, range: SourceRange, earlier: SourceRange): ReturnType<typeof error> {
  return error({
    code: configCodes.duplicateBlock,
    summary: `${written} is given twice`,
    detail: `"${written}" says the same field again, in other letters. Remove one of the two.`,
    subject: range,
    related: [{ message: "The first one is here.", range: earlier }],
  });
}

function givenTwice(range: SourceRange, earlier: SourceRange): ReturnType<typeof error> {
  return error({
    code: configCodes.duplicateBlock,
    summary: "Given twice",
    detail: "This can be given once here. Merge the two, or remove one.",
    subject: headOf(range),
    related: [{ message: "The first one is here.", range: headOf(earlier) }],
  });
}
