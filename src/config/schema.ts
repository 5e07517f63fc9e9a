import { schemas } from "./gen/schemas.ts";
import type { EntryByKind } from "./gen/entries.ts";

/** The kinds of entries; each has a schema of that name in `schemas/`. */
export type EntryKind = keyof EntryByKind;

/**
 * A JSON Schema (2020-12) with the project's own annotations, as far as the decoder reads it:
 * `x-mesh-block` says the property is written as blocks of that type, `x-mesh-label` which field of the item the
 * block's label fills, `x-mesh-name` how the property is called in mesh blocks, `x-pattern-words` what a pattern means.
 */
export interface Schema {
  readonly description?: string;
  readonly $ref?: string;
  readonly type?: string;
  readonly pattern?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly propertyNames?: Schema;
  readonly items?: Schema;
  readonly "x-mesh-block"?: string;
  readonly "x-mesh-label"?: string;
  readonly "x-mesh-name"?: string;
  readonly "x-pattern-words"?: string;
}

interface SchemaFile extends Schema {
  readonly $id: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

const files: Readonly<Record<EntryKind, SchemaFile>> = schemas;

export const entryKinds = Object.keys(files) as readonly EntryKind[];

/** A schema together with the file its local references point into. */
export interface LocatedSchema {
  readonly schema: Schema;
  readonly kind: EntryKind;
}

export function schemaOfKind(kind: EntryKind): LocatedSchema {
  return { schema: files[kind], kind };
}

/** The schema with its reference followed; annotations beside a `$ref` win over those behind it. */
export function resolveSchema({ schema, kind }: LocatedSchema): LocatedSchema {
  if (schema.$ref === undefined) return { schema, kind };
  const [file = "", path = ""] = schema.$ref.split("#/$defs/");
  const owner = file === "" ? kind : entryKinds.find((name) => files[name].$id === file);
  const target = owner && files[owner].$defs?.[path];
  if (!owner || !target)
    throw new Error(`schemas/${kind}.json refers to ${schema.$ref}, which does not exist`);
  const resolved = resolveSchema({ schema: target, kind: owner });
  return { schema: { ...resolved.schema, ...withoutRef(schema) }, kind: resolved.kind };
}

/** How a property is called in mesh blocks: its block type, its mesh name, or itself. */
export function meshNameOf(property: string, schema: Schema): string {
  return schema["x-mesh-block"] ?? schema["x-mesh-name"] ?? property;
}

/**
 * The schema of the value at a path of a kind's entry, or undefined where no schema describes one.
 */
export function schemaAt(kind: EntryKind, path: readonly string[]): LocatedSchema | undefined {
  let current: LocatedSchema | undefined = schemaOfKind(kind);
  for (const step of path) {
    if (!current) return undefined;
    const resolved: LocatedSchema = resolveSchema(current);
    const { properties, items, additionalProperties } = resolved.schema;
    const next =
      (properties && Object.hasOwn(properties, step) ? properties[step] : undefined) ??
      items ??
      (typeof additionalProperties === "object" ? additionalProperties : undefined);
    current = next && { schema: next, kind: resolved.kind };
  }
  return current && resolveSchema(current);
}

function withoutRef(schema: Schema): Schema {
  const { $ref: _, ...rest } = schema;
  return rest;
}
