import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import standalone from "ajv/dist/standalone/index.js";
import { compile } from "json-schema-to-typescript";
import { readSchemaFiles, renderedPart } from "./schema-file.ts";
import type { SchemaFile } from "./schema-file.ts";

const ownKeywords = [
  "x-mesh-block",
  "x-mesh-label",
  "x-mesh-name",
  "x-pattern-words",
  "x-not-yet",
  "x-value",
  "x-consul-name",
];

/**
 * Makes `src/config/gen/` from `schemas/`: ajv's standalone validators, so that nothing is compiled at start; the types
 * of the entries; and the schemas as one module for the decoder.
 */
export async function generate(repository: string): Promise<void> {
  const kinds = readSchemaFiles(join(repository, "schemas"));
  const consulForms = readSchemaFiles(join(repository, "schemas", "consul"));
  const target = join(repository, "src", "config", "gen");
  mkdirSync(target, { recursive: true });
  const renderedKinds = kinds.filter(({ schema }) => schema["x-not-yet"] === undefined).map(renderedPart);
  const validatedForms = consulForms.map(renderedPart);
  const validated = [...renderedKinds, ...validatedForms];
  writeFileSync(join(target, "validators.cjs"), validators(validated));
  writeFileSync(join(target, "validators.d.cts"), validatorTypes(validated));
  // Where the generator of types finds the files that the schemas refer to.
  const folder = join(repository, "node_modules", ".cache", "config-schema");
  mkdirSync(folder, { recursive: true });
  for (const { schema } of validated) writeFileSync(join(folder, schema.$id), JSON.stringify(schema));
  writeFileSync(join(target, "entries.ts"), await types("EntryByKind", renderedKinds, folder));
  writeFileSync(join(target, "consul-forms.ts"), await types("ConsulForms", validatedForms, folder));
  writeFileSync(join(target, "schemas.ts"), schemaModule([...kinds, ...consulForms]));
}

function validators(files: readonly SchemaFile[]): string {
  const ajv = new Ajv2020({
    allErrors: true,
    strict: true,
    strictRequired: false,
    code: { source: true },
  });
  for (const keyword of ownKeywords) ajv.addKeyword(keyword);
  for (const { schema } of files) ajv.addSchema(schema);
  const code = standalone(
    ajv,
    Object.fromEntries(files.map(({ name, schema }) => [validatorName(name), schema.$id])),
  );
  return withErrorsAppended(code);
}

/**
 * ajv copies all errors so far at every further item of a list that has some. A list of 50,000 wrong items takes minutes
 * in this way; here each error is moved once.
 */
function withErrorsAppended(code: string): string {
  const concatenated = "vErrors.concat(";
  if (!code.includes(concatenated)) throw new Error("ajv collects errors in another way than it did");
  const append =
    "function append(errors, more) { for (const error of more) errors.push(error); return errors; }";
  return `${code.replaceAll(concatenated, "append(vErrors, ")}\n${append}\n`;
}

function validatorTypes(files: readonly SchemaFile[]): string {
  const names = files.map(({ name }) => `export declare const ${validatorName(name)}: ValidateFunction;`);
  return `import type { ValidateFunction } from "ajv";\n${names.join("\n")}\n`;
}

function validatorName(name: string): string {
  return `validate_${name.replaceAll("-", "_")}`;
}

/** Through one schema that refers to every file, so that shared definitions become one type each. */
function types(title: string, files: readonly SchemaFile[], folder: string): Promise<string> {
  const all = {
    title,
    type: "object" as const,
    additionalProperties: false,
    required: files.map(({ name }) => name),
    properties: Object.fromEntries(files.map(({ name, schema }) => [name, { $ref: schema.$id }])),
  };
  return compile(all, title, {
    cwd: `${folder}/`,
    bannerComment: "",
    format: false,
    ignoreMinAndMaxItems: true,
  });
}

function schemaModule(files: readonly SchemaFile[]): string {
  const byName = Object.fromEntries(files.map(({ name, schema }) => [name, schema]));
  return `export const schemas = ${JSON.stringify(byName)} as const;\n`;
}
