import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { loadDocuments } from "../../src/documents/load-documents.ts";
import { drawn } from "../support/check-document.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mesh-test-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const ours = 'service "web" {\n  port = 1\n}\n';

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
}

const names = (paths: readonly string[]): readonly string[] =>
  paths.map((path) => path.slice(folder.length + 1));

function load(path = folder): {
  files: readonly string[];
  skipped: readonly string[];
  diagnostics: readonly string[];
} {
  const { files, skipped, diagnostics } = loadDocuments(path);
  return {
    files: names(files.map(({ filename }) => filename)),
    skipped: names(skipped),
    diagnostics: diagnostics.map(drawn),
  };
}

describe("a folder", () => {
  test("gives its documents by name, and neither tests nor others nor folders within", () => {
    write({
      "b.hcl": ours,
      "a.json": '{"service": {}}',
      "c.mesh.test.hcl": ours,
      "README.md": ours,
      ".env": "x",
    });
    mkdirSync(join(folder, "inner"));
    writeFileSync(join(folder, "inner", "d.hcl"), ours);
    expect(load()).toEqual({ files: ["a.json", "b.hcl"], skipped: [], diagnostics: [] });
  });

  test.each([
    ["another tool's", 'resource "x" "y" {}\ninputs = {}'],
    ["empty", ""],
    ["comments alone", "# nothing"],
  ])("skips a file that is %s", (_, text) => {
    write({ "a.hcl": ours, "b.hcl": text, "package.json": '{"name": "x", "version": "1"}' });
    expect(load()).toEqual({ files: ["a.hcl"], skipped: ["b.hcl", "package.json"], diagnostics: [] });
  });

  test("keeps Consul's own documents", () => {
    write({ "a.hcl": 'Kind = "mesh"', "b.json": '{"services": []}', "c.hcl": "service {}" });
    expect(load()).toMatchObject({ files: ["a.hcl", "b.json", "c.hcl"], skipped: [] });
  });

  test("keeps a file whose only name is misspelt", () => {
    write({ "a.hcl": 'servcie "web" {}' });
    expect(load().files).toEqual(["a.hcl"]);
  });

  test.each([
    ["nothing", {}],
    ["nothing of ours", { "a.hcl": 'resource "x" "y" {}' }],
  ])("with %s is a mistake", (_, files) => {
    write(files);
    expect(load()).toMatchObject({ files: [], diagnostics: ["- MESH6005 No documents"] });
  });
});

describe("a file", () => {
  test("named itself is never foreign, whatever its name", () => {
    write({ "x.txt": 'resource "x" "y" {}' });
    expect(load(join(folder, "x.txt"))).toEqual({ files: ["x.txt"], skipped: [], diagnostics: [] });
  });

  test("keeps its byte order mark for the parser", () => {
    write({ "a.hcl": `\uFEFF${ours}` });
    expect(loadDocuments(join(folder, "a.hcl")).files[0]?.text).toBe(`\uFEFF${ours}`);
  });

  test("that does not exist", () =>
    expect(load(join(folder, "nowhere.hcl")).diagnostics).toEqual(["- MESH6001 No such file or folder"]));

  test("that is too large is not read", () => {
    write({ "a.hcl": "" });
    truncateSync(join(folder, "a.hcl"), 32 * 1024 * 1024 + 1);
    expect(load(join(folder, "a.hcl")).diagnostics).toEqual(["- MESH6004 Document too large"]);
  });
});
