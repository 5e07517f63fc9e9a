import { error } from "../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { suggestName } from "../diagnostics/suggest.ts";
import type { Attribute, Block, Body, BodySchema } from "../language/body.ts";
import { evaluate } from "../language/evaluate.ts";
import { rangeAt } from "../language/range-at.ts";
import type { Scope } from "../language/scope.ts";
import { hasUnknown, toJson } from "../language/value.ts";
import { configCodes } from "./codes.ts";
import { convertToSchema } from "./convert-to-schema.ts";
import { isJsonList } from "./json-value.ts";
import type { JsonObject, JsonValue } from "./json-value.ts";
import { pointerTo } from "./range-map.ts";
import type { RangeMap } from "./range-map.ts";
import { meshNameOf, resolveSchema } from "./schema.ts";
import type { LocatedSchema, Schema } from "./schema.ts";

/** What decoding one entry gathers beside its value. */
export interface DecodeContext {
  readonly scope: Scope;
  readonly ranges: RangeMap;
  readonly diagnostics: Diagnostic[];
  /** Pointers of values that are not known yet, so that nobody reports them as missing. */
  readonly unknownPointers: Set<string>;
}

/** A body to decode, the schema of the object it stands for, and where that object is in the entry. */
export interface BodyTarget {
  readonly body: Body;
  readonly located: LocatedSchema;
  readonly pointer: string;
  /** Fields that the block's labels already gave. */
  readonly fromLabels: JsonObject;
}

/** The object a body stands for, in the entry's own field names; what is wrong goes to the context. */
export function decodeBody(target: BodyTarget, context: DecodeContext): JsonObject {
  const { schema, kind } = resolveSchema(target.located);
  const properties = Object.entries(schema.properties ?? {});
  const { value: content, diagnostics } = target.body.content(bodySchemaOf(properties));
  context.diagnostics.push(...diagnostics);
  for (const property of misspeltFields(target.body, properties)) {
    context.unknownPointers.add(pointerTo(target.pointer, property));
  }

  const result: JsonObject = { ...target.fromLabels };
  for (const [property, propertySchema] of properties) {
    const located = { schema: propertySchema, kind };
    const pointer = pointerTo(target.pointer, property);
    const meshName = meshNameOf(property, propertySchema);
    if (propertySchema["x-mesh-block"] === undefined) {
      const attribute = content.attributes.get(meshName);
      if (attribute) setField(result, property, decodeAttribute(attribute, { located, pointer }, context));
      continue;
    }
    const blocks = content.blocks.filter((block) => block.type === meshName);
    if (blocks.length > 0) setField(result, property, decodeBlocks(blocks, { located, pointer }, context));
  }
  return result;
}

/** Fields that are there under a misspelt name: they were reported under that one, and are not missing as well. */
function misspeltFields(body: Body, properties: readonly (readonly [string, Schema])[]): readonly string[] {
  const propertyOf = new Map(
    properties.map(([property, schema]) => [meshNameOf(property, schema), property]),
  );
  const written = new Set(body.itemNames());
  const absent = [...propertyOf.keys()].filter((name) => !written.has(name));
  const strangers = [...written].filter((name) => !propertyOf.has(name));
  return strangers.flatMap((name) => propertyOf.get(suggestName(name, absent) ?? "") ?? []);
}

/** How the fields of an object are written in mesh blocks, as the language's reader wants to know it. */
function bodySchemaOf(properties: readonly (readonly [string, Schema])[]): BodySchema {
  const attributes = properties.filter(([, schema]) => schema["x-mesh-block"] === undefined);
  const blocks = properties.filter(([, schema]) => schema["x-mesh-block"] !== undefined);
  return {
    // Required fields are the validator's to tell, since a label may give them.
    attributes: attributes.map(([property, schema]) => ({
      name: meshNameOf(property, schema),
      required: false,
    })),
    blocks: blocks.map(([property, schema]) => ({
      type: meshNameOf(property, schema),
      labelNames: labelNamesOf(schema),
    })),
  };
}

/** A list's blocks have the label their schema names, a map's blocks have their key, a single object's have none. */
function labelNamesOf(schema: Schema): readonly string[] {
  if (schema["x-mesh-label"] !== undefined) return [schema["x-mesh-label"]];
  return typeof schema.additionalProperties === "object" ? ["name"] : [];
}

interface FieldTarget {
  readonly located: LocatedSchema;
  readonly pointer: string;
}

function decodeAttribute(
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

function decodeBlocks(blocks: readonly Block[], field: FieldTarget, context: DecodeContext): JsonValue {
  const { schema, kind } = resolveSchema(field.located);
  const first = blocks[0];
  if (first) context.ranges.set(field.pointer, first.headerRange);
  if (schema.items) {
    const located = { schema: schema.items, kind };
    const label = schema["x-mesh-label"];
    return blocks.map((block, index) =>
      decodeBlock(block, { located, pointer: pointerTo(field.pointer, index), label }, context),
    );
  }
  if (typeof schema.additionalProperties === "object") {
    return decodeMapBlocks(
      blocks,
      { located: { schema: schema.additionalProperties, kind }, pointer: field.pointer },
      context,
    );
  }
  for (const extra of blocks.slice(1))
    context.diagnostics.push(duplicateBlock(extra, first, "can be given once"));
  return first ? decodeBlock(first, { ...field, label: undefined }, context) : {};
}

function decodeMapBlocks(blocks: readonly Block[], field: FieldTarget, context: DecodeContext): JsonObject {
  const byKey = new Map<string, Block>();
  const decoded: [string, JsonValue][] = [];
  for (const block of blocks) {
    const key = block.labels[0]?.text ?? "";
    const earlier = byKey.get(key);
    if (earlier) {
      context.diagnostics.push(duplicateBlock(block, earlier, `with the label "${key}" can be given once`));
      continue;
    }
    byKey.set(key, block);
    decoded.push([
      key,
      decodeBlock(block, { ...field, pointer: pointerTo(field.pointer, key), label: undefined }, context),
    ]);
  }
  return Object.fromEntries(decoded);
}

function decodeBlock(
  block: Block,
  item: FieldTarget & { readonly label: string | undefined },
  context: DecodeContext,
): JsonObject {
  context.ranges.set(item.pointer, block.headerRange);
  const label = block.labels[0];
  const fromLabels: JsonObject = {};
  if (item.label !== undefined && label) {
    fromLabels[item.label] = label.text;
    context.ranges.set(pointerTo(item.pointer, item.label), label.range);
  }
  return decodeBody({ body: block.body, located: item.located, pointer: item.pointer, fromLabels }, context);
}

function duplicateBlock(extra: Block, first: Block | undefined, rule: string): Diagnostic {
  return error({
    code: configCodes.duplicateBlock,
    summary: `Duplicate ${extra.type} block`,
    detail: `A ${extra.type} block ${rule} here. Merge the two, or remove one.`,
    subject: extra.headerRange,
    related: first ? [{ message: "The first one is here.", range: first.headerRange }] : [],
  });
}

function setField(target: JsonObject, property: string, value: JsonValue | undefined): void {
  if (value !== undefined) target[property] = value;
}
