import { describe, expect, test } from "@jest/globals";
import { compile } from "../../../src/compile.ts";
import { loadDocumentSet } from "../../../src/terraform/resources/document/load-document-set.ts";
import { uncompiledBody } from "../../../src/terraform/resources/document/compile-set.ts";

const files = (texts: Readonly<Record<string, string>>) =>
  ({ kind: "files", files: new Map(Object.entries(texts)) }) as const;
const api = 'service "api" { port = 9090 }\n';

describe("a set of texts", () => {
  test("has its documents at the top, its modules and other files below", () => {
    const { documents, diagnostics } = loadDocumentSet(
      files({
        "b.hcl": 'module "edge" { source = "./edge" }\n',
        "a.json": '{ "service": { "api": { "port": 9090 } } }',
        "a.mesh.test.hcl": "not a document",
        "edge/main.hcl": 'module "inner" { source = "./inner" }\n',
        "edge/inner/main.hcl": 'service "web" { port = tonumber(file("port.txt")) }\n',
        "unused/main.hcl": api,
        "port.txt": "8080",
      }),
      new Map(),
    );
    expect(diagnostics).toEqual([]);
    expect(documents.files.map(({ filename }) => filename)).toEqual(["a.json", "b.hcl"]);
    expect([...(documents.modules?.keys() ?? [])]).toEqual(["edge", "edge/inner"]);
  });

  test("reads its own files alone", () => {
    const text = 'service "api" { port = tonumber(file("port.txt")) }\n';
    const { documents } = loadDocumentSet(files({ "mesh.hcl": text, "port.txt": "7070" }), new Map());
    const { entries, diagnostics } = compile([documents]);
    expect(diagnostics).toEqual([]);
    expect(entries[0]).toMatchObject([{ value: { port: 7070 } }]);
    const outside = loadDocumentSet(
      files({ "mesh.hcl": text.replace("port.txt", "/etc/hostname") }),
      new Map(),
    );
    expect(compile([outside.documents]).diagnostics).toMatchObject([{ severity: "error" }]);
  });

  test("without a document is an error", () =>
    expect(loadDocumentSet(files({ "a.txt": "" }), new Map()).diagnostics).toMatchObject([
      { summary: "No documents" },
    ]));
});

test("what would be sent is known without a compile, unless an expression may read a file", () => {
  expect(uncompiledBody(files({ "mesh.hcl": api }), new Map())).toEqual({
    documents: [{ filename: "mesh.hcl", text: api }],
    variables: [],
  });
  for (const call of ['file("a")', 'templatefile("a", {})', 'filebase64sha256("a")', 'fileset(".", "*")']) {
    expect(uncompiledBody(files({ "mesh.hcl": `${api}locals { a = ${call} }` }), new Map())).toBeUndefined();
  }
});
