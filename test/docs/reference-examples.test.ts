import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { entryKinds } from "../../src/config/schema.ts";
import { formatDocument } from "../../src/language/format/format-document.ts";
import { meshBlock } from "../../tools/reference-docs/mesh-block.ts";
import { SchemaFiles } from "../../tools/reference-docs/schema-files.ts";
import { decodeText } from "../config/decode-text.ts";

const files = new SchemaFiles("schemas");
const examples = entryKinds.flatMap((kind) =>
  (files.ofKind(kind).schema.examples ?? []).map((example) => ({ kind, example })),
);

test("every kind has one", () => {
  expect(examples.map(({ kind }) => kind)).toEqual([...entryKinds]);
});

describe("the example of a schema, as a mesh block", () => {
  test.each(examples)("$kind says the same", ({ kind, example }) => {
    const { entries, diagnostics } = decodeText(meshBlock(files, kind, example));
    expect(diagnostics).toEqual([]);
    expect(entries).toMatchObject([{ kind, value: example }]);
  });

  test.each(examples)("$kind is in canonical style", ({ kind, example }) => {
    const text = `${meshBlock(files, kind, example)}\n`;
    expect(formatDocument({ filename: "mesh.hcl", text })).toMatchObject({ kind: "formatted", text });
  });

  test.each(examples)("$kind stands in the reference", ({ kind, example }) => {
    expect(readFileSync(`docs/reference/${kind}.md`, "utf8")).toContain(meshBlock(files, kind, example));
  });
});

const forms: readonly (readonly [name: string, kind: string, entry: unknown, text: string])[] = [
  ["nothing in it", "mesh", {}, "mesh {}"],
  [
    "texts that look like templates, and keys that are no names",
    "service",
    { name: "web", port: 8080, meta: { "a b": "${x}", c: "%{y}" } },
    'service "web" {\n  port = 8080\n  meta = { "a b" = "$${x}", c = "%%{y}" }\n}',
  ],
  [
    "blocks with the key of a map, and fields under other names",
    "service-resolver",
    { name: "api", subsets: { v1: {} }, failover: { "*": { service_subset: "v1" } } },
    'resolver "api" {\n  subset "v1" {}\n\n  failover "*" {\n    subset = "v1"\n  }\n}',
  ],
];

describe("a mesh block with", () => {
  test.each(forms)("%s", (_, kind, entry, text) => {
    expect(meshBlock(files, kind, entry)).toBe(text);
  });
});
