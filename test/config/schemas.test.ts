import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { topLevelBlockTypes } from "../../src/config/decode-documents.ts";
import { schemas } from "../../src/config/gen/schemas.ts";
import {
  entryKinds,
  kindsNotYet,
  resolveSchema,
  schemaAt,
  schemaNames,
  schemaOfKind,
} from "../../src/config/schema.ts";
import type { LocatedSchema } from "../../src/config/schema.ts";

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

/** Every object of a schema with the way to it. */
function objectsIn(
  value: unknown,
  path: string,
): readonly (readonly [string, Readonly<Record<string, unknown>>])[] {
  if (!isObject(value)) return [];
  return [
    [path, value],
    ...Object.entries(value).flatMap(([key, item]) => objectsIn(item, `${path}/${key}`)),
  ];
}

const readSchema = (name: string): unknown => JSON.parse(readFileSync(join("schemas", name), "utf8"));

describe.each(schemaNames)("%s", (kind) => {
  test("what is compiled is what schemas/ says", () => {
    const folder = kind === "service-definition" ? "consul/" : "";
    expect(schemas[kind]).toEqual(readSchema(`${folder}${kind}.json`));
  });

  test("every reference leads somewhere", () => {
    const references = objectsIn(schemas[kind], kind).flatMap(([path, { $ref }]) =>
      typeof $ref === "string" ? [[path, $ref] as const] : [],
    );
    for (const [path, $ref] of references)
      expect([path, resolveSchema({ schema: { $ref }, kind }).schema.type]).toEqual([
        path,
        expect.any(String),
      ]);
  });

  test("every property has a description", () => {
    const missing = objectsIn(schemas[kind], kind).flatMap(([path, { properties }]) =>
      isObject(properties)
        ? Object.entries(properties)
            .filter(([, schema]) => isObject(schema) && describeOf({ schema, kind }) === undefined)
            .map(([name]) => `${path}/${name}`)
        : [],
    );
    expect(missing).toEqual([]);
  });

  test("every pattern has words for it, and every object refuses what it does not know", () => {
    for (const [path, schema] of objectsIn(schemas[kind], kind)) {
      if (schema["pattern"] !== undefined && !path.endsWith("propertyNames"))
        expect([path, schema["x-pattern-words"]]).toEqual([path, expect.any(String)]);
      if (isObject(schema["properties"]) && schema["type"] === "object")
        expect([path, schema["additionalProperties"]]).toEqual([path, false]);
    }
  });

  test("its block is known at the top of a document and explained", () => {
    const { schema } = schemaOfKind(kind);
    if (kind !== "service-definition") expect(topLevelBlockTypes).toContain(schema["x-mesh-block"]);
    expect(schema.description).toMatch(/\.$/);
  });
});

test("each schema file is a kind", () => {
  expect(
    readdirSync("schemas")
      .filter((name) => name.endsWith(".json"))
      .sort(),
  ).toEqual([...entryKinds, ...kindsNotYet].map((kind) => `${kind}.json`).sort());
});

test.each([
  ["through a list and a reference", ["splits", "0", "weight"], "number"],
  ["into another file", ["splits", "0", "service"], "string"],
  ["nowhere", ["splits", "0", "colour"], undefined],
  ["a name that objects have by themselves", ["constructor"], undefined],
])("the schema at a path: %s", (_, path, type) =>
  expect(schemaAt("service-splitter", path)?.schema.type).toBe(type),
);

function describeOf(located: LocatedSchema): string | undefined {
  return resolveSchema(located).schema.description;
}
