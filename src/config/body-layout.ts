import type { AttributeSchema, BlockSchema, BodySchema } from "../language/body.ts";
import { dynamicBlock } from "./expansion/dynamic-blocks.ts";
import { meshNameOf, resolveSchema } from "./schema.ts";
import type { LocatedSchema, Schema } from "./schema.ts";

/** A field of an object, and how mesh blocks write it. */
export interface FieldLayout {
  readonly property: string;
  /** Among the schema's fields. */
  readonly position: number;
  readonly meshName: string;
  readonly located: LocatedSchema;
  readonly isRequired: boolean;
  /** What is missing before the field has an effect; undefined when it has one. */
  readonly notYet: string | undefined;
}

/** How an object is written in mesh blocks: what its schema says, as the decoder asks for it. */
export interface BodyLayout {
  readonly fields: readonly FieldLayout[];
  readonly byMeshName: ReadonlyMap<string, FieldLayout>;
  /** The fields that are written as blocks. */
  readonly blocks: readonly BlockSchema[];
  /** All items, for the language's reader: the fields, `dynamic` blocks, and the arguments that are no fields. */
  bodySchemaWith(metaArguments: readonly AttributeSchema[]): BodySchema;
}

const layouts = new WeakMap<Schema, BodyLayout>();

/** Made once for each schema: a mesh has thousands of bodies and a few dozen schemas. */
export function bodyLayoutOf(located: LocatedSchema): BodyLayout {
  const resolved = resolveSchema(located);
  const known = layouts.get(resolved.schema);
  if (known) return known;
  const layout = layOut(resolved);
  layouts.set(resolved.schema, layout);
  return layout;
}

function layOut({ schema, kind }: LocatedSchema): BodyLayout {
  const fields = Object.entries(schema.properties ?? {}).map(([property, field], position) => ({
    property,
    position,
    meshName: meshNameOf(property, field),
    located: { schema: field, kind },
    isRequired: schema.required?.includes(property) ?? false,
    notYet: field["x-not-yet"],
  }));
  const isBlock = ({ located }: FieldLayout): boolean => located.schema["x-mesh-block"] !== undefined;
  const blocks = fields
    .filter(isBlock)
    .map((field) => ({ type: field.meshName, labelNames: labelNamesOf(field.located.schema) }));
  // Required fields are the validator's to tell, since a label may give them.
  const attributes = fields
    .filter((field) => !isBlock(field))
    .map(({ meshName }) => ({ name: meshName, required: false }));
  const bodySchemas = new Map<readonly AttributeSchema[], BodySchema>();
  return {
    fields,
    byMeshName: new Map(fields.map((field) => [field.meshName, field])),
    blocks,
    bodySchemaWith: (metaArguments) => {
      const bodySchema = bodySchemas.get(metaArguments) ?? {
        attributes: [...attributes, ...metaArguments],
        blocks: blocks.length > 0 ? [...blocks, dynamicBlock] : [],
      };
      bodySchemas.set(metaArguments, bodySchema);
      return bodySchema;
    },
  };
}

/** A list's blocks have the label their schema names, a map's blocks have their key, a single object's have none. */
function labelNamesOf(schema: Schema): readonly string[] {
  if (schema["x-mesh-label"] !== undefined) return [schema["x-mesh-label"]];
  return typeof schema.additionalProperties === "object" ? ["name"] : [];
}
