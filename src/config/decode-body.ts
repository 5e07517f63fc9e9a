import { error } from "../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { SourceRange } from "../diagnostics/source-file.ts";
import { suggestName } from "../diagnostics/suggest.ts";
import type { Attribute, AttributeSchema, Block, Body, BodySchema } from "../language/body.ts";
import { configCodes } from "./codes.ts";
import { decodeAttribute } from "./decode-attribute.ts";
import type { DecodeContext, FieldTarget } from "./decode-context.ts";
import { dynamicBlock, expandBlocks } from "./expansion/dynamic-blocks.ts";
import type { ExpandedBlocks, ScopedBlock } from "./expansion/dynamic-blocks.ts";
import type { JsonObject, JsonValue } from "./json-value.ts";
import { missingForValue, refuseField } from "./not-yet.ts";
import { pointerTo } from "./range-map.ts";
import { meshNameOf, resolveSchema } from "./schema.ts";
import type { LocatedSchema, Schema } from "./schema.ts";

/** A body to decode, the schema of the object it stands for, and where that object is in the entry. */
export interface BodyTarget {
  readonly body: Body;
  readonly located: LocatedSchema;
  readonly pointer: string;
  /** Fields that the block's labels already gave. */
  readonly fromLabels: JsonObject;
  /** Arguments that are the reader's and no fields, such as `for_each`. */
  readonly metaArguments?: readonly AttributeSchema[];
}

/** The object a body stands for, in the entry's own field names; what is wrong goes to the context. */
export function decodeBody(target: BodyTarget, context: DecodeContext): JsonObject {
  const { schema, kind } = resolveSchema(target.located);
  const properties = Object.entries(schema.properties ?? {});
  const bodySchema = bodySchemaOf(properties);
  const { value: content, diagnostics } = target.body.content(withMetaArguments(bodySchema, target));
  context.diagnostics.push(...diagnostics);
  // An optional one leaves an entry that fits its schema, whose other mistakes are worth reporting.
  for (const property of misspeltFields(target, properties)) {
    if (schema.required?.includes(property)) context.unknownPointers.add(pointerTo(target.pointer, property));
  }

  const blocks = expandBlocks(content.blocks, bodySchema.blocks, context);
  const result: JsonObject = { ...target.fromLabels };
  for (const [property, propertySchema] of properties) {
    const located = { schema: propertySchema, kind };
    const pointer = pointerTo(target.pointer, property);
    const meshName = meshNameOf(property, propertySchema);
    const attribute = content.attributes.get(meshName);
    const ofType = blocks.get(meshName);
    const missing = propertySchema["x-not-yet"];
    if (missing !== undefined) {
      const subject = attribute?.nameRange ?? (ofType && headerOf(ofType));
      if (subject) refuseField({ what: meshName, missing, subject }, pointer, context);
      continue;
    }
    if (attribute) setField(result, property, decodeField(attribute, { located, pointer }, context));
    if (ofType) setField(result, property, decodeBlocks(ofType, { located, pointer }, context));
  }
  return result;
}

function decodeField(attribute: Attribute, field: FieldTarget, context: DecodeContext): JsonValue | undefined {
  const value = decodeAttribute(attribute, field, context);
  const missing = missingForValue(value, resolveSchema(field.located).schema);
  if (missing === undefined) return value;
  const what = `${attribute.name} = "${String(value)}"`;
  refuseField({ what, missing, subject: attribute.expression.range }, field.pointer, context);
  return undefined;
}

/** Fields that are there under a misspelt name: they were reported under that one, and are not missing as well. */
function misspeltFields(
  { body, metaArguments = [] }: BodyTarget,
  properties: readonly (readonly [string, Schema])[],
): readonly string[] {
  const propertyOf = new Map(
    properties.map(([property, schema]) => [meshNameOf(property, schema), property]),
  );
  const written = new Set(body.itemNames());
  const absent = [...propertyOf.keys()].filter((name) => !written.has(name));
  const known = new Set([dynamicBlock.type, ...metaArguments.map(({ name }) => name)]);
  const strangers = [...written].filter((name) => !propertyOf.has(name) && !known.has(name));
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

/** With the items that are no fields of the object. */
function withMetaArguments(
  { attributes, blocks }: BodySchema,
  { metaArguments = [] }: BodyTarget,
): BodySchema {
  return {
    attributes: [...attributes, ...metaArguments],
    blocks: blocks.length > 0 ? [...blocks, dynamicBlock] : [],
  };
}

/** A list's blocks have the label their schema names, a map's blocks have their key, a single object's have none. */
function labelNamesOf(schema: Schema): readonly string[] {
  if (schema["x-mesh-label"] !== undefined) return [schema["x-mesh-label"]];
  return typeof schema.additionalProperties === "object" ? ["name"] : [];
}

function decodeBlocks(
  { blocks, waitsFor }: ExpandedBlocks,
  field: FieldTarget,
  context: DecodeContext,
): JsonValue | undefined {
  const { schema, kind } = resolveSchema(field.located);
  const first = blocks[0];
  const shown = headerOf({ blocks, waitsFor });
  if (shown) context.ranges.set(field.pointer, shown);
  // Blocks that are not known yet may be the ones that somebody misses.
  if (waitsFor) context.unknownPointers.add(field.pointer);
  if (!first) return undefined;
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
  for (const { block } of blocks.slice(1))
    context.diagnostics.push(duplicateBlock(block, first.block, "can be given once"));
  return decodeBlock(first, { ...field, label: undefined }, context);
}

/** The header that stands for all blocks of a type. */
function headerOf({ blocks, waitsFor }: ExpandedBlocks): SourceRange | undefined {
  return (waitsFor ?? blocks[0]?.block)?.headerRange;
}

function decodeMapBlocks(
  blocks: readonly ScopedBlock[],
  field: FieldTarget,
  context: DecodeContext,
): JsonObject {
  const byKey = new Map<string, Block>();
  const decoded: [string, JsonValue][] = [];
  for (const scoped of blocks) {
    const { block } = scoped;
    const key = block.labels[0]?.text ?? "";
    const earlier = byKey.get(key);
    if (earlier) {
      context.diagnostics.push(duplicateBlock(block, earlier, `with the label "${key}" can be given once`));
      continue;
    }
    byKey.set(key, block);
    decoded.push([
      key,
      decodeBlock(scoped, { ...field, pointer: pointerTo(field.pointer, key), label: undefined }, context),
    ]);
  }
  return Object.fromEntries(decoded);
}

function decodeBlock(
  { block, scope }: ScopedBlock,
  item: FieldTarget & { readonly label: string | undefined },
  context: DecodeContext,
): JsonObject {
  context.ranges.set(item.pointer, block.headerRange);
  const label = block.labels[0];
  const fromLabels: JsonObject = {};
  if (item.label !== undefined && label) {
    const pointer = pointerTo(item.pointer, item.label);
    const { schema, kind } = resolveSchema(item.located);
    const labelled = resolveSchema({ schema: schema.properties?.[item.label] ?? {}, kind });
    const missing = missingForValue(label.text, labelled.schema);
    context.ranges.set(pointer, label.range);
    if (missing === undefined) fromLabels[item.label] = label.text;
    else refuseField({ what: `${block.type} "${label.text}"`, missing, subject: label.range }, pointer, context);
  }
  const target = { body: block.body, located: item.located, pointer: item.pointer, fromLabels };
  return decodeBody(target, { ...context, scope });
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
