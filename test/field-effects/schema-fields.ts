import type { JsonValue } from "../../src/config/json-value.ts";
import { resolveSchema, schemaOfKind } from "../../src/config/schema.ts";
import type { EntryKind, LocatedSchema, Schema } from "../../src/config/schema.ts";

/** A field that has no fields of its own, at one place of a kind's entries. */
export interface SchemaField {
  readonly kind: EntryKind;
  /** The names on the way; `*` for the items of a list and the values of a map. */
  readonly steps: readonly string[];
  readonly schema: Schema;
  readonly isRequired: boolean;
}

/** The kind and the steps with slashes between them. */
export function fieldName({ kind, steps }: Pick<SchemaField, "kind" | "steps">): string {
  return [kind, ...steps].join("/");
}

/** Every field of a kind that is no longer refused as "not yet". */
export function fieldsOf(kind: EntryKind): readonly SchemaField[] {
  return fieldsIn(schemaOfKind(kind), { kind, steps: [], isRequired: true });
}

function fieldsIn(
  located: LocatedSchema,
  site: Pick<SchemaField, "kind" | "steps" | "isRequired">,
): readonly SchemaField[] {
  const { schema, kind } = resolveSchema(located);
  if (schema["x-not-yet"] !== undefined) return [];
  const { properties, items, additionalProperties, required = [] } = schema;
  if (properties) {
    return Object.entries(properties).flatMap(([name, field]) =>
      fieldsIn(
        { schema: field, kind },
        { ...site, steps: [...site.steps, name], isRequired: required.includes(name) },
      ),
    );
  }
  const within = items ?? (typeof additionalProperties === "object" ? additionalProperties : undefined);
  const inner = within && { schema: within, kind };
  if (!inner || !resolveSchema(inner).schema.properties)
    return [{ ...site, schema: schemaWithItems(schema, inner) }];
  return fieldsIn(inner, { ...site, steps: [...site.steps, "*"], isRequired: false });
}

function schemaWithItems(schema: Schema, inner: LocatedSchema | undefined): Schema {
  if (!inner) return schema;
  const { schema: resolved } = resolveSchema(inner);
  return schema.items ? { ...schema, items: resolved } : { ...schema, additionalProperties: resolved };
}

/** Values that a field may have and that are not its default: each one of an enumeration, else one. */
export function valuesOf(name: string, schema: Schema): readonly JsonValue[] {
  const values = schema.enum?.filter((value) => !Object.hasOwn(schema["x-values-not-yet"] ?? {}, value));
  if (values) return values.filter((value) => value !== schema.default);
  switch (schema.type) {
    case "boolean":
      return [schema.default !== true];
    case "integer":
    case "number":
      return [numberOf(schema)];
    case "array":
      return valuesOf(name, schema.items ?? {}).map((value) => [value]);
    case "object":
      return typeof schema.additionalProperties === "object"
        ? valuesOf(name, schema.additionalProperties).map((value) => ({ "x-key": value }))
        : [{}];
    default:
      return [textOf(name, schema)];
  }
}

function numberOf(schema: Schema & { readonly minimum?: number; readonly maximum?: number }): number {
  const { minimum = 0, maximum = Infinity } = schema;
  const start = typeof schema.default === "number" ? schema.default : minimum;
  return start + 3 <= maximum ? start + 3 : start - 3;
}

function textOf(name: string, schema: Schema): string {
  if (schema["x-value"] === "duration") return "7s";
  if (name.startsWith("path") || name === "prefix_rewrite") return "/x";
  if (name.endsWith("address")) return "127.0.0.9";
  if (name === "service") return "other";
  return name === "service_subset" || name === "default_subset" ? "v2" : "x";
}
