import { App, TerraformStack } from "cdktf";
import { expect, test } from "@jest/globals";
import { Mesh } from "meshwork/cdktf";
import { compile } from "../../src/compile.ts";
import type { Compilation } from "../../src/compile.ts";
import { isJsonList } from "../../src/config/json-value.ts";
import type { JsonObject, JsonValue } from "../../src/config/json-value.ts";
import { bodyLayoutOf } from "../../src/config/body-layout.ts";
import { resolveSchema, schemaOfKind } from "../../src/config/schema.ts";
import type { EntryKind, LocatedSchema } from "../../src/config/schema.ts";
import { propName } from "../../src/cdktf/prop-name.ts";
import { randomDocument } from "../support/random-documents/random-document.ts";

test.each(Array.from({ length: 12 }, (_, index) => index + 1))(
  "whatever a document says can be said by constructs, random document %i",
  (seed) => {
    const expected = entriesOf(
      compile([{ files: [{ filename: "mesh.hcl", text: documentText(seed) }], variables: new Map() }]),
    );
    const mesh = new Mesh(new TerraformStack(new App(), "stack"), "mesh");
    for (const [key, { kind, value }] of expected) {
      const { name = key, ...props } = toProps(value, schemaOfKind(kind));
      mesh.addEntry(kind, typeof name === "string" ? name : key, props);
    }
    const { files, findings } = mesh.compile();
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
    const written = [...files].map(([filename, text]) => ({ filename, text }));
    const found = entriesOf(compile([{ files: written, variables: new Map() }]));
    expect([...found.values()]).toEqual([...expected.values()]);
    expect(found.size).toBeGreaterThan(3);
  },
);

function documentText(seed: number): string {
  let port = 20_000;
  return randomDocument(seed, {
    takePort: () => (port += 1),
    keySet: '{"keys":[]}',
    keySetFile: "/etc/mesh/keys.json",
    certificate: "certificate",
    certificateFile: "/etc/mesh/root.pem",
    certificateVariable: "ROOT",
  }).text;
}

interface PlainEntry {
  readonly kind: EntryKind;
  readonly value: JsonObject;
}

/** Sorted by kind and name: constructs bring what is about one service together. */
function entriesOf({ entries, mesh }: Compilation): ReadonlyMap<string, PlainEntry> {
  expect(mesh).toBeDefined();
  const found = entries.flat().map(({ kind, name, value }) => {
    const plain: PlainEntry = { kind, value: JSON.parse(JSON.stringify(value)) as JsonObject };
    return [`${kind} ${name}`, plain] as const;
  });
  return new Map(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** An entry's value by the names of properties. */
function toProps(value: JsonObject, located: LocatedSchema): JsonObject {
  const fields = new Map(bodyLayoutOf(located).fields.map((field) => [field.property, field.located]));
  return Object.fromEntries(
    Object.entries(value).map(([property, part]) => {
      const field = fields.get(property);
      if (!field) throw new Error(`the schema has no ${property}`);
      return [propName(property, field.schema["x-mesh-name"]), partProps(part, field)];
    }),
  );
}

function partProps(value: JsonValue, located: LocatedSchema): JsonValue {
  const { schema, kind } = resolveSchema(located);
  if (isJsonList(value)) return value.map((item) => partProps(item, { schema: schema.items ?? {}, kind }));
  // To constructs a text is Terraform's template.
  if (typeof value === "string") return value.replace(/[$%](?=\{)/g, "$&$&");
  if (typeof value !== "object" || value === null) return value;
  const members = schema.additionalProperties;
  if (typeof members !== "object") return schema.properties ? toProps(value, located) : value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, partProps(item, { schema: members, kind })]),
  );
}
