import { schemas } from "../../../src/config/gen/schemas.ts";

/** The kinds of entries that have an effect today. */
export const kinds = [
  "mesh",
  "proxy-defaults",
  "service",
  "service-defaults",
  "service-router",
  "service-splitter",
  "service-resolver",
  "service-intentions",
  "jwt-provider",
] as const;

export type Kind = (typeof kinds)[number];

export interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly "x-mesh-block"?: string;
  readonly "x-mesh-label"?: string;
  readonly "x-mesh-name"?: string;
  readonly "x-not-yet"?: string;
  readonly "x-values-not-yet"?: Readonly<Record<string, string>>;
  readonly "x-value"?: string;
}

/** A schema without a reference. */
export interface Resolved {
  readonly schema: Schema;
  /** The definition's name, or the kind's. */
  readonly definition: string;
}

export function rootOf(kind: Kind): Schema {
  return files[kind] ?? {};
}

/** What the schema refers to, with its own annotations. Names of definitions differ between files. */
export function resolve(schema: Schema, definition: string): Resolved {
  if (schema.$ref === undefined) return { schema, definition };
  const name = schema.$ref.replace(/^.*\//, "");
  const owner = Object.values(files).find(({ $defs }) => $defs?.[name] !== undefined);
  const target = owner?.$defs?.[name];
  if (!target) throw new Error(`${schema.$ref} is defined nowhere`);
  const inner = resolve(target, name);
  const { $ref: _, ...annotations } = schema;
  return { definition: inner.definition, schema: { ...inner.schema, ...annotations } };
}

/** The fields that a document could show: those with an effect today. */
export function knownFields(): readonly string[] {
  const known = new Set<string>();
  const visit = ({ schema, definition }: Resolved, label: string | undefined): void => {
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      const field = `${definition}.${name}`;
      if (property["x-not-yet"] !== undefined || name === label || known.has(field)) continue;
      known.add(field);
      const inner = resolve(property, definition);
      for (const part of [inner, inner.schema.items, inner.schema.additionalProperties]) {
        if (typeof part !== "object") continue;
        const found = "schema" in part ? part : resolve(part, inner.definition);
        if (found.schema.properties) visit(found, inner.schema["x-mesh-label"]);
      }
    }
  };
  for (const kind of kinds) {
    const schema = rootOf(kind);
    visit({ schema, definition: kind }, schema["x-mesh-label"]);
  }
  return [...known];
}

const files: Readonly<Record<string, Schema>> = schemas;
