import { expect, test } from "@jest/globals";
import { toApiEntries, toApplyBody, toDocumentSet } from "../../src/client/api-documents.ts";
import { compile } from "../../src/compile.ts";
import type { DocumentSet } from "../../src/compile.ts";
import { DocumentReader } from "../../src/language/document-reader.ts";
import { filesInMemory } from "../../src/language/files-in-memory.ts";
import type { VariableInput } from "../../src/language/document-set-scope.ts";
import { fromJson } from "../../src/language/value.ts";
import { compileDocuments } from "../support/check-document.ts";

const text = { kind: "text", text: "8080", origin: "-var", whenUndeclared: "error" } as const;
const value = {
  kind: "value",
  value: fromJson({ a: [1, "x", null, true] }),
  origin: "prod.hcl",
  whenUndeclared: "warning",
} as const;
const set: DocumentSet = {
  files: [{ filename: "mesh.hcl", text: 'service "web" {}' }],
  variables: new Map<string, VariableInput>([
    ["z", text],
    ["a", value],
  ]),
};

test("a set travels as its documents and its variables, sorted", () => {
  expect(toApplyBody(set)).toEqual({
    documents: [{ filename: "mesh.hcl", text: 'service "web" {}' }],
    variables: [
      { name: "a", origin: "prod.hcl", value: { a: [1, "x", null, true] } },
      { name: "z", origin: "-var", text: "8080" },
    ],
  });
});

test("and arrives as it left, but that undeclared variables were judged before", () => {
  const arrived = toDocumentSet(toApplyBody(set));
  expect(arrived.files).toEqual(set.files);
  expect([...arrived.variables]).toEqual([
    ["a", { ...value, whenUndeclared: "ignore" }],
    ["z", { ...text, whenUndeclared: "ignore" }],
  ]);
});

test("an entry is told by kind, name and value", () => {
  const { entries } = compileDocuments('mesh {\n  datacenter = "eu"\n}');
  expect(toApiEntries(entries[0] ?? [])).toMatchObject([
    { kind: "mesh", name: "mesh", value: { datacenter: "eu" } },
  ]);
});

test("the files that a compile has read travel along, and give the same elsewhere", () => {
  const text = 'service "web" { port = tonumber(file("port.txt")) }';
  const bytes = new TextEncoder().encode("8080");
  const files = filesInMemory([{ path: "port.txt", displayName: "site/port.txt", bytes }]);
  const local: DocumentSet = {
    files: [{ filename: "mesh.hcl", text }],
    variables: new Map(),
    reader: new DocumentReader(files),
  };
  const here = compile([local]);
  const body = toApplyBody(local);
  const there = compile([toDocumentSet(body)]);
  expect(body.files).toEqual([{ path: "port.txt", filename: "site/port.txt", base64: "ODA4MA==" }]);
  expect(there.diagnostics).toEqual([]);
  expect(there.entries[0]?.map(({ value }) => value)).toEqual(here.entries[0]?.map(({ value }) => value));
});
