import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

/** A file of `schemas/`: its name without the ending, and what it says. */
export interface SchemaFile {
  readonly name: string;
  readonly schema: JsonObject & { readonly $id: string };
}

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

/** In the order of the files' names. */
export function readSchemaFiles(folder: string): readonly SchemaFile[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
  return files
    .sort()
    .map((file) => ({ name: basename(file, ".json"), schema: parseSchema(join(folder, file)) }));
}

/**
 * The schema without what is not rendered yet: an entry never holds such a field or value, since the decoder refuses it,
 * so neither validators nor types need to know it.
 */
export function renderedPart({ name, schema }: SchemaFile): SchemaFile {
  const { examples: _, ...rest } = schema;
  const rendered = withoutNotYet(rest);
  return { name, schema: { ...(isObject(rendered) ? rendered : {}), $id: schema.$id } };
}

function withoutNotYet(value: Json): Json {
  if (isList(value)) return value.map(withoutNotYet);
  if (!isObject(value)) return value;
  const { properties = {}, "x-values-not-yet": refusedValues = {}, enum: values = [], ...rest } = value;
  const cleaned = Object.fromEntries(Object.entries(rest).map(([key, item]) => [key, withoutNotYet(item)]));
  return {
    ...cleaned,
    ...(isObject(properties) && "properties" in value && { properties: withoutNotYetFields(properties) }),
    ...(isObject(refusedValues) &&
      isList(values) &&
      "enum" in value && {
        enum: values.filter((item) => typeof item !== "string" || !Object.hasOwn(refusedValues, item)),
      }),
  };
}

function withoutNotYetFields(properties: JsonObject): JsonObject {
  const rendered = Object.entries(properties).filter(
    ([, property]) => !isObject(property) || property["x-not-yet"] === undefined,
  );
  return Object.fromEntries(rendered.map(([name, property]) => [name, withoutNotYet(property)]));
}

function parseSchema(path: string): SchemaFile["schema"] {
  const schema = JSON.parse(readFileSync(path, "utf8")) as Json;
  if (!isObject(schema) || typeof schema["$id"] !== "string") throw new Error(`${path} has no $id`);
  return { ...schema, $id: schema["$id"] };
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !isList(value);
}
