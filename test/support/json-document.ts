import { isJsonList } from "../../src/config/json-value.ts";
import type { JsonObject, JsonValue } from "../../src/config/json-value.ts";
import { meshNameOf, resolveSchema, schemaOfKind } from "../../src/config/schema.ts";
import type { EntryKind, LocatedSchema } from "../../src/config/schema.ts";

export interface EntryValue {
  readonly kind: EntryKind;
  /** With the schema's own field names. */
  readonly value: JsonObject;
}

/** A document in HCL's JSON syntax that declares these entries as mesh blocks. */
export function jsonDocument(entries: readonly EntryValue[]): string {
  const blocks = entries.map(({ kind, value }) => blockOf(value, schemaOfKind(kind)));
  return JSON.stringify(blocks.map(({ type, body }) => ({ [type]: body })));
}

function blockOf(
  value: JsonObject,
  located: LocatedSchema,
): { readonly type: string; readonly body: JsonValue } {
  const { schema } = resolveSchema(located);
  return { type: schema["x-mesh-block"] ?? "", body: labelled(value, located, schema["x-mesh-label"]) };
}

/** The body behind its label, when blocks of its kind have one. */
function labelled(value: JsonObject, located: LocatedSchema, label: string | undefined): JsonValue {
  if (label === undefined) return bodyOf(value, located);
  const { [label]: name, ...rest } = value;
  if (typeof name !== "string") throw new Error(`${label} is a block's label`);
  return { [name]: bodyOf(rest, located) };
}

function bodyOf(value: JsonObject, located: LocatedSchema): JsonObject {
  const { schema, kind } = resolveSchema(located);
  return Object.fromEntries(
    Object.entries(value).map(([property, part]) => {
      const field = schema.properties?.[property];
      if (!field) throw new Error(`the schema has no ${property}`);
      return [meshNameOf(property, field), fieldOf(part, { schema: field, kind })];
    }),
  );
}

function fieldOf(value: JsonValue, located: LocatedSchema): JsonValue {
  const { schema, kind } = resolveSchema(located);
  if (schema["x-mesh-block"] === undefined) return value;
  const { items, additionalProperties } = schema;
  if (isJsonList(value)) {
    if (!items) throw new Error("a list of blocks has items");
    return value.map((item) => labelled(objectOf(item), { schema: items, kind }, schema["x-mesh-label"]));
  }
  const object = objectOf(value);
  if (typeof additionalProperties !== "object") return bodyOf(object, located);
  const map = { schema: additionalProperties, kind };
  return Object.fromEntries(Object.entries(object).map(([key, item]) => [key, bodyOf(objectOf(item), map)]));
}

function objectOf(value: JsonValue): JsonObject {
  if (typeof value !== "object" || value === null || isJsonList(value))
    throw new Error("a block is an object");
  return value;
}
