import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";
import { compile } from "json-schema-to-typescript";

interface KindSchema {
  readonly kind: string;
  readonly schema: { readonly $id: string };
}

const ownKeywords = ["x-mesh-block", "x-mesh-label", "x-mesh-name", "x-pattern-words"];

/**
 * Makes `src/config/gen/` from `schemas/`: ajv's standalone validators, so that nothing is compiled at start; the types
 * of the entries; and the schemas as one module for the decoder.
 */
export async function generate(repository: string): Promise<void> {
  const schemas = readSchemas(join(repository, "schemas"));
  const target = join(repository, "src", "config", "gen");
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, "validators.cjs"), validators(schemas));
  writeFileSync(join(target, "validators.d.cts"), validatorTypes(schemas));
  writeFileSync(join(target, "entries.ts"), await entryTypes(repository, schemas));
  writeFileSync(join(target, "schemas.ts"), schemaModule(schemas));
}

/** In the order of the kinds' names, which are the files' names. */
function readSchemas(folder: string): readonly KindSchema[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
  return files
    .sort()
    .map((file) => ({ kind: basename(file, ".json"), schema: parseSchema(join(folder, file)) }));
}

function parseSchema(path: string): KindSchema["schema"] {
  const schema: unknown = JSON.parse(readFileSync(path, "utf8"));
  if (typeof schema !== "object" || schema === null || !("$id" in schema) || typeof schema.$id !== "string") {
    throw new Error(`${path} has no $id`);
  }
  return { ...schema, $id: schema.$id };
}

function validators(schemas: readonly KindSchema[]): string {
  const ajv = new Ajv2020({
    allErrors: true,
    useDefaults: true,
    strict: true,
    strictRequired: false,
    code: { source: true },
  });
  for (const keyword of ownKeywords) ajv.addKeyword(keyword);
  for (const { schema } of schemas) ajv.addSchema(schema);
  return standalone(
    ajv,
    Object.fromEntries(schemas.map(({ kind, schema }) => [validatorName(kind), schema.$id])),
  );
}

function validatorTypes(schemas: readonly KindSchema[]): string {
  const names = schemas.map(({ kind }) => `export declare const ${validatorName(kind)}: ValidateFunction;`);
  return `import type { ValidateFunction } from "ajv";\n${names.join("\n")}\n`;
}

function validatorName(kind: string): string {
  return `validate_${kind.replaceAll("-", "_")}`;
}

/** Through one schema that refers to every kind, so that shared definitions become one type each. */
function entryTypes(repository: string, schemas: readonly KindSchema[]): Promise<string> {
  const all = {
    title: "EntryByKind",
    type: "object" as const,
    additionalProperties: false,
    required: schemas.map(({ kind }) => kind),
    properties: Object.fromEntries(schemas.map(({ kind, schema }) => [kind, { $ref: schema.$id }])),
  };
  return compile(all, "EntryByKind", {
    cwd: join(repository, "schemas/"),
    bannerComment: "",
    format: false,
    ignoreMinAndMaxItems: true,
  });
}

function schemaModule(schemas: readonly KindSchema[]): string {
  const byKind = Object.fromEntries(schemas.map(({ kind, schema }) => [kind, schema]));
  return `export const schemas = ${JSON.stringify(byKind, null, 1)} as const;\n`;
}
