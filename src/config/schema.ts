import { schemas } from "./gen/schemas.ts";
import type { EntryByKind } from "./gen/entries.ts";

/** The kinds of entries; each has a schema of that name in `schemas/`. */
export type EntryKind = keyof EntryByKind;

/** Every schema: those of kinds, of kinds that are not rendered yet, and of forms that only Consul's documents have. */
export type SchemaName = keyof typeof schemas;

/**
 * A JSON Schema (2020-12) with the project's own annotations, as far as the decoder reads it:
 * `x-mesh-block` says the property is written as blocks of that type, `x-mesh-label` which field of the item the
 * block's label fills, `x-mesh-name` how the property is called in mesh blocks, `x-pattern-words` what a pattern means,
 * `x-not-yet` and `x-values-not-yet` what is missing before the field or the value has an effect, `x-value` that a text is
 * a duration or a regular expression, `x-consul-name` the only name that Consul gives an entry of the kind.
 */
export interface Schema {
  readonly title?: string;
  readonly description?: string;
  readonly $ref?: string;
  readonly type?: string;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly default?: unknown;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly propertyNames?: Schema;
  readonly items?: Schema;
  readonly "x-mesh-block"?: string;
  readonly "x-mesh-label"?: string;
  readonly "x-mesh-name"?: string;
  readonly "x-pattern-words"?: string;
  readonly "x-not-yet"?: string;
  readonly "x-values-not-yet"?: Readonly<Record<string, string>>;
  readonly "x-value"?: "duration" | "regex";
  readonly "x-consul-name"?: string;
}

export interface SchemaFile extends Schema {
  readonly $id: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

const files: Readonly<Record<SchemaName, SchemaFile>> = schemas;

export const schemaNames = Object.keys(files) as readonly SchemaName[];

const nameOfId: ReadonlyMap<string, SchemaName> = new Map(schemaNames.map((name) => [files[name].$id, name]));

/** The kinds whose entries are rendered. */
export const entryKinds: readonly EntryKind[] = schemaNames.filter(isEntryKind);

/** The kinds that have a schema and nothing that renders them. */
export const kindsNotYet: readonly SchemaName[] = schemaNames.filter(
  (name) => files[name]["x-not-yet"] !== undefined,
);

function isEntryKind(name: SchemaName): name is EntryKind {
  const { "x-mesh-block": block, "x-not-yet": notYet } = files[name];
  return block !== undefined && notYet === undefined;
}

/** A schema together with the file its local references point into. */
export interface LocatedSchema {
  readonly schema: Schema;
  readonly kind: SchemaName;
}

export function schemaFile(name: SchemaName): SchemaFile {
  return files[name];
}

export function schemaOfKind(kind: SchemaName): LocatedSchema {
  return { schema: files[kind], kind };
}

const resolvedSchemas = new WeakMap<Schema, LocatedSchema>();

/** The schema with its reference followed; annotations beside a `$ref` win over those behind it. */
export function resolveSchema(located: LocatedSchema): LocatedSchema {
  const { schema } = located;
  if (schema.$ref === undefined) return located;
  // A schema stands in one file, so that it always resolves to the same.
  const known = resolvedSchemas.get(schema);
  if (known) return known;
  const resolved = followReference(schema.$ref, located);
  resolvedSchemas.set(schema, resolved);
  return resolved;
}

function followReference(reference: string, { schema, kind }: LocatedSchema): LocatedSchema {
  const [file = "", path = ""] = reference.split("#/$defs/");
  const owner = file === "" ? kind : nameOfId.get(file);
  const target = owner && files[owner].$defs?.[path];
  if (!owner || !target) throw new Error(`schemas/${kind}.json refers to ${reference}, which does not exist`);
  const resolved = resolveSchema({ schema: target, kind: owner });
  return { schema: { ...resolved.schema, ...withoutRef(schema) }, kind: resolved.kind };
}

/** Whether a value of the schema is a list or a map. */
export function holdsMany(located: LocatedSchema): boolean {
  const { items, additionalProperties } = resolveSchema(located).schema;
  return items !== undefined || typeof additionalProperties === "object";
}

/** How a property is called in mesh blocks: its block type, its mesh name, or itself. */
export function meshNameOf(property: string, schema: Schema): string {
  return schema["x-mesh-block"] ?? schema["x-mesh-name"] ?? property;
}

/**
 * The schema of the value at a path of a kind's entry, or undefined where no schema describes one.
 */
export function schemaAt(kind: SchemaName, path: readonly string[]): LocatedSchema | undefined {
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
