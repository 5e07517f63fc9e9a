import { Token } from "cdktf";
import { bodyLayoutOf } from "../../config/body-layout.ts";
import type { FieldLayout } from "../../config/body-layout.ts";
import { resolveSchema, schemaOfKind } from "../../config/schema.ts";
import type { EntryKind, LocatedSchema, Schema } from "../../config/schema.ts";
import type { Origin } from "../mesh-construct.ts";
import { propName } from "../prop-name.ts";
import { isNamedService, localNameOf } from "../service-name.ts";
import type { Attribute, Block, DocumentItem } from "./document-item.ts";
import type { TerraformValues } from "./terraform-values.ts";

/** What an object says, by the names of its properties; undefined for what it does not say. */
export type Props = Readonly<Record<string, unknown>>;

/** What the conversion needs besides the properties. */
export interface ConversionContext {
  readonly values: TerraformValues;
  /** Where the properties stand, for the names of variables. */
  readonly path: readonly string[];
  /** The construct that gave them. */
  readonly origin: Origin;
}

/** The body of a block of which the schema is given. What no schema knows is written too, for the compiler to refuse. */
export function propsToItems(
  props: Props,
  located: LocatedSchema,
  context: ConversionContext,
): readonly DocumentItem<never>[] {
  const fields = fieldsByProp(located);
  return Object.entries(props)
    .filter(([, value]) => value !== undefined)
    .flatMap(([name, value]) => {
      const field = fields.get(name);
      const inner = { ...context, path: [...context.path, name] };
      return field && isBlockField(field)
        ? blocksOf(value, field, inner)
        : [attribute(field?.meshName ?? snakeCase(name), value, { field, ...inner })];
    });
}

/** The block of one of many with labels, such as an upstream: its label comes from the property that its list names. */
export function labelledBlock(
  field: FieldLayout,
  props: Props,
  context: ConversionContext,
): Omit<Block<never>, "items"> & { readonly items: readonly DocumentItem<never>[] } {
  const list = resolveSchema(field.located);
  const item = { schema: list.schema.items ?? {}, kind: list.kind };
  const label = list.schema["x-mesh-label"];
  const labelField =
    label === undefined ? undefined : bodyLayoutOf(item).fields.find(({ property }) => property === label);
  if (!labelField) return block(field.meshName, undefined, propsToItems(props, item, context));
  const prop = propOf(labelField);
  const { [prop]: given, ...rest } = props;
  const named = namedBlock(given, labelField.meshName, context);
  return block(field.meshName, named.label, [...named.items, ...propsToItems(rest, item, context)]);
}

/** A block's label, and the attribute that gives the name when only Terraform knows it. */
export function namedBlock(
  name: unknown,
  attributeName: string,
  { values, path, origin }: ConversionContext,
): { readonly label: string; readonly items: readonly Attribute[] } {
  const value = values.read(name, { path: [...path, attributeName], type: "string", origin });
  return typeof value === "string"
    ? { label: value, items: [] }
    : { label: localNameOf(name), items: [{ kind: "attribute", name: attributeName, value }] };
}

/** The field of a kind's entry by the name of its property. */
export function entryField(kind: EntryKind, prop: string): FieldLayout | undefined {
  return fieldsByProp(schemaOfKind(kind)).get(prop);
}

const knownFields = new WeakMap<Schema, ReadonlyMap<string, FieldLayout>>();

function fieldsByProp(located: LocatedSchema): ReadonlyMap<string, FieldLayout> {
  const { schema } = resolveSchema(located);
  const fields =
    knownFields.get(schema) ?? new Map(bodyLayoutOf(located).fields.map((field) => [propOf(field), field]));
  knownFields.set(schema, fields);
  return fields;
}

function propOf({ property, located }: FieldLayout): string {
  return propName(property, located.schema["x-mesh-name"]);
}

function isBlockField({ located }: FieldLayout): boolean {
  return located.schema["x-mesh-block"] !== undefined;
}

function blocksOf(
  given: unknown,
  field: FieldLayout,
  context: ConversionContext,
): readonly DocumentItem<never>[] {
  const value = blockValue(given, context);
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    return items.flatMap((item, index) => {
      const path = [...context.path, stepOf(item, index)];
      return blockOf(item, field, { ...context, path }, labelledBlock);
    });
  }
  const { schema, kind } = resolveSchema(field.located);
  const members = schema.additionalProperties;
  if (typeof members !== "object" || !isObject(value))
    return blockOf(value, field, context, (_, props) =>
      block(field.meshName, undefined, propsToItems(props, field.located, context)),
    );
  return Object.entries(value).flatMap(([key, item]: readonly [string, unknown]) => {
    const inner = { ...context, path: [...context.path, key] };
    return blockOf(item, field, inner, (_, props) =>
      block(field.meshName, key, propsToItems(props, { schema: members, kind }, inner)),
    );
  });
}

/** The block, if it can be one; an attribute is for the compiler to refuse. */
function blockOf(
  given: unknown,
  field: FieldLayout,
  context: ConversionContext,
  write: (field: FieldLayout, props: Props, context: ConversionContext) => DocumentItem<never>,
): readonly DocumentItem<never>[] {
  const value = blockValue(given, context);
  if (value === undefined) return [];
  return [
    isObject(value)
      ? write(field, propsOf(value), context)
      : attribute(field.meshName, value, { field, ...context }),
  ];
}

function blockValue(value: unknown, { values, path, origin }: ConversionContext): unknown {
  return isNamedService(value) ? value : values.readBlocks(value, { path, type: undefined, origin });
}

/** What tells an item of a list from the others, for people: a name that it has, or its place. */
function stepOf(item: unknown, index: number): string {
  if (!isObject(item)) return `${index}`;
  const names = ["id", "name", "subset"].map((key) => knownName(Reflect.get(item, key)));
  return names.find((name) => name !== undefined) ?? `${index}`;
}

/** A name for people: that of a service is its construct's when only Terraform knows it. */
export function knownName(value: unknown): string | undefined {
  const text = isNamedService(value) ? value.serviceName : value;
  if (typeof text !== "string") return undefined;
  return Token.isUnresolved(text) ? localNameOf(value) : text;
}

interface AttributeContext extends ConversionContext {
  readonly field: FieldLayout | undefined;
}

function attribute(
  name: string,
  value: unknown,
  { field, values, path, origin }: AttributeContext,
): Attribute {
  const type = field && typeOf(resolveSchema(field.located));
  return { kind: "attribute", name, value: values.read(value, { path, type, origin }) };
}

/** The type that a variable in the value's place has. */
function typeOf({ schema, kind }: LocatedSchema): string | undefined {
  const { type, items, additionalProperties: members } = schema;
  if (schema.enum !== undefined || type === "string") return "string";
  if (type === "integer" || type === "number") return "number";
  if (type === "boolean") return "bool";
  if (items) return collection("list", typeOf(resolveSchema({ schema: items, kind })));
  if (typeof members === "object") return collection("map", typeOf(resolveSchema({ schema: members, kind })));
  return undefined;
}

function collection(kind: "list" | "map", element: string | undefined): string | undefined {
  return element === undefined ? undefined : `${kind}(${element})`;
}

function block(type: string, label: string | undefined, items: readonly DocumentItem<never>[]): Block<never> {
  return { kind: "block", type, label, items };
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !isNamedService(value);
}

function propsOf(value: object): Props {
  return Object.fromEntries(Object.entries(value));
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
