import { error } from "../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { SourceRange } from "../diagnostics/source-file.ts";
import { suggestName } from "../diagnostics/suggest.ts";
import type { Attribute, AttributeSchema, Block, Body, BodyContent, BodySchema } from "../language/body.ts";
import { bodyLayoutOf } from "./body-layout.ts";
import type { BodyLayout, FieldLayout } from "./body-layout.ts";
import { configCodes } from "./codes.ts";
import { decodeAttribute } from "./decode-attribute.ts";
import type { DecodeContext, FieldTarget } from "./decode-context.ts";
import { expandBlocks } from "./expansion/dynamic-blocks.ts";
import type { ExpandedBlocks, ScopedBlock } from "./expansion/dynamic-blocks.ts";
import type { JsonObject, JsonValue } from "./json-value.ts";
import { refusedText, refuseField } from "./not-yet.ts";
import { pointerTo, UNKNOWN_MEMBER } from "./range-map.ts";
import { holdsMany, resolveSchema } from "./schema.ts";
import type { LocatedSchema } from "./schema.ts";

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
  const { body, metaArguments = noArguments } = target;
  const layout = bodyLayoutOf(target.located);
  const bodySchema = layout.bodySchemaWith(metaArguments);
  const { value: content, diagnostics } = body.content(bodySchema);
  context.diagnostics.push(...diagnostics);
  const isWhole = body.isComplete && diagnostics.length === 0 && content.unnamed.length === 0;
  const hidden = isWhole ? [] : hiddenFields({ target, layout, bodySchema, content, diagnostics });
  for (const { property } of hidden) context.unknownPointers.add(pointerTo(target.pointer, property));
  if (!body.isComplete) addHiddenFields(target, layout, context);

  const blocks = expandBlocks(content.blocks, layout.blocks, context);
  const result: JsonObject = { ...target.fromLabels };
  for (const { property, meshName, located, notYet } of writtenFields(content.attributes, blocks, layout)) {
    const attribute = content.attributes.get(meshName);
    const ofType = blocks.get(meshName);
    const pointer = pointerTo(target.pointer, property);
    if (notYet !== undefined) {
      const subject = attribute?.nameRange ?? (ofType && headerOf(ofType));
      if (subject) refuseField({ what: meshName, missing: notYet, subject }, pointer, context);
      continue;
    }
    if (attribute) setField(result, property, decodeField(attribute, { located, pointer }, context));
    if (ofType) setField(result, property, decodeBlocks(ofType, { located, pointer }, context));
  }
  return result;
}

const noArguments: readonly AttributeSchema[] = [];

/** In the schema's order. A body has a few of the many fields that its schema knows, so those are not gone through. */
function writtenFields(
  attributes: ReadonlyMap<string, Attribute>,
  blocks: ReadonlyMap<string, ExpandedBlocks>,
  { byMeshName }: BodyLayout,
): readonly FieldLayout[] {
  const fields: FieldLayout[] = [];
  const add = (meshName: string): void => {
    const field = byMeshName.get(meshName);
    if (field) fields.push(field);
  };
  for (const meshName of attributes.keys()) add(meshName);
  for (const meshName of blocks.keys()) if (!attributes.has(meshName)) add(meshName);
  return fields.sort((a, b) => a.position - b.position);
}

interface DamagedBody {
  readonly target: BodyTarget;
  readonly layout: BodyLayout;
  readonly bodySchema: BodySchema;
  readonly content: BodyContent;
  readonly diagnostics: readonly Diagnostic[];
}

/** The fields that seem to be absent and may be there, in what could not be read. */
function hiddenFields({
  target,
  layout,
  bodySchema,
  content,
  diagnostics,
}: DamagedBody): readonly FieldLayout[] {
  const { body } = target;
  return [
    ...layout.fields.filter(
      ({ meshName, isRequired }) => isRequired && content.unnamed.some(({ type }) => type === meshName),
    ),
    ...(diagnostics.length > 0 ? misspeltFields(body, layout, bodySchema) : []),
  ];
}

function decodeField(
  attribute: Attribute,
  field: FieldTarget,
  context: DecodeContext,
): JsonValue | undefined {
  const value = decodeAttribute(attribute, field, context);
  const refused = refusedText(value, resolveSchema(field.located).schema);
  if (!refused) return value;
  const { text, missing } = refused;
  refuseField(
    { what: `${attribute.name} = "${text}"`, missing, subject: attribute.expression.range },
    field.pointer,
    context,
  );
  return undefined;
}

/** Any field that seems to be absent may be the one that a syntax error hides, and any block may be one of several. */
function addHiddenFields(
  { body, pointer, fromLabels }: BodyTarget,
  { fields }: BodyLayout,
  { unknownPointers }: DecodeContext,
): void {
  const written = new Set(body.itemNames());
  for (const { property, meshName, located } of fields) {
    if (Object.hasOwn(fromLabels, property)) continue;
    const field = pointerTo(pointer, property);
    if (!written.has(meshName)) unknownPointers.add(field);
    else if (holdsMany(located)) unknownPointers.add(pointerTo(field, UNKNOWN_MEMBER));
  }
}

/** Fields that are there under a misspelt name: they were reported under that one, and are not missing as well. */
function misspeltFields(
  body: Body,
  { byMeshName }: BodyLayout,
  { attributes, blocks }: BodySchema,
): readonly FieldLayout[] {
  const written = new Set(body.itemNames());
  const absent = [...byMeshName.keys()].filter((name) => !written.has(name));
  const known = new Set([...attributes.map(({ name }) => name), ...blocks.map(({ type }) => type)]);
  const strangers = [...written].filter((name) => !known.has(name));
  return strangers.flatMap((name) => byMeshName.get(suggestName(name, absent) ?? "") ?? []);
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
    const missing = refusedText(label.text, labelled.schema)?.missing;
    context.ranges.set(pointer, label.range);
    if (missing === undefined) fromLabels[item.label] = label.text;
    else
      refuseField({ what: `${block.type} "${label.text}"`, missing, subject: label.range }, pointer, context);
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
