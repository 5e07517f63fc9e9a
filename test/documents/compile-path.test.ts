import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { compilePath } from "../../src/documents/compile-path.ts";
import { toApplyBody } from "../../src/client/api-documents.ts";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "compile-path-"));
  writeFileSync(join(folder, "port.txt"), "8080\n");
  writeFileSync(join(folder, "unused.txt"), "");
  writeFileSync(join(folder, "mesh.hcl"), 'service "web" {\n  port = tonumber(chomp(file("port.txt")))\n}\n');
});

afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ["a folder", ""],
  ["a file", "mesh.hcl"],
])("the documents of %s read the files beside them", (_label, path) => {
  const compiled = compilePath({
    path: join(folder, path),
    variableFlags: [],
    environmentVariables: new Map(),
  });
  expect(compiled.diagnostics).toEqual([]);
  expect(compiled.entries[0]?.value).toMatchObject({ name: "web", port: 8080 });
  expect(toApplyBody(compiled.documents).files).toEqual([
    { path: "port.txt", filename: join(folder, "port.txt"), base64: "ODA4MAo=" },
  ]);
});
