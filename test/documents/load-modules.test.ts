import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { compilePath } from "../../src/documents/compile-path.ts";
import { toApplyBody, toDocumentSet } from "../../src/client/api-documents.ts";
import { compile } from "../../src/compile.ts";
import { drawn } from "../support/check-document.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mesh-test-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

const read = (path: string) =>
  compilePath({ path: join(folder, path), variableFlags: [], environmentVariables: new Map() });

const root = 'module "edge" {\n  source = "./modules/edge"\n  port   = 8080\n}\n';
const edge = 'variable "port" {}\nmodule "inner" { source = "../inner" }\n';
const edgeService = 'service "edge" { port = var.port }\n';
const inner = 'service "inner" {\n  port    = 1\n  address = "10.0.0.1"\n}\n';
const tree = {
  "mesh.hcl": root,
  "modules/edge/main.hcl": edge,
  "modules/edge/service.hcl": edgeService,
  "modules/inner/main.hcl": inner,
  "modules/unused/main.hcl": "service {",
};

describe("modules of a path", () => {
  test.each([
    ["a folder", "."],
    ["a file", "mesh.hcl"],
  ])("%s", (_, path) => {
    write(tree);
    const { mesh, files, diagnostics } = read(path);
    expect(diagnostics.map(drawn)).toEqual([]);
    expect([...(mesh?.graph.services.keys() ?? [])]).toEqual(["edge", "inner"]);
    expect(files.map(({ filename }) => filename.slice(folder.length + 1)).sort()).toEqual(
      Object.keys(tree).filter((name) => !name.includes("unused")),
    );
  });

  test("travel with the set", () => {
    write(tree);
    const { documents } = read(".");
    const arrived = toDocumentSet(toApplyBody(documents));
    const { mesh, diagnostics } = compile([arrived]);
    expect(diagnostics.map(drawn)).toEqual([]);
    expect([...(mesh?.graph.services.keys() ?? [])]).toEqual(["edge", "inner"]);
  });

  test("of a set without any travel as nothing", () => {
    write({ "mesh.hcl": inner });
    expect(toApplyBody(read("mesh.hcl").documents).documents).toEqual([
      { filename: join(folder, "mesh.hcl"), text: inner },
    ]);
  });
});

describe("mistakes", () => {
  test("a folder that is not there is told at the call", () => {
    write({ "mesh.hcl": root });
    expect(read(".").diagnostics.map(drawn)).toEqual(["2:12 MESH2020 No such module"]);
  });

  test("a folder without documents", () => {
    write({ "mesh.hcl": root, "modules/edge/notes.txt": "" });
    expect(read(".").diagnostics.map(drawn)).toEqual(["- MESH6005 No documents"]);
  });

  test("a document that is not UTF-8", () => {
    write({ "mesh.hcl": root });
    mkdirSync(join(folder, "modules/edge"), { recursive: true });
    writeFileSync(join(folder, "modules/edge/main.hcl"), Buffer.from([0xff, 0xfe, 0x00]));
    expect(read(".").diagnostics.map(drawn)).toEqual(["- MESH6003 Document is not UTF-8"]);
  });

  test("a link out of the folder", () => {
    write({ "docs/mesh.hcl": root, "elsewhere/main.hcl": edge });
    mkdirSync(join(folder, "docs/modules"));
    symlinkSync(join(folder, "elsewhere"), join(folder, "docs/modules/edge"));
    expect(read("docs").diagnostics.map(drawn)).toEqual(["- MESH6007 Module outside of the documents"]);
  });

  test("a link to itself", () => {
    write({ "mesh.hcl": root });
    mkdirSync(join(folder, "modules"));
    symlinkSync("edge", join(folder, "modules/edge"));
    expect(read(".").diagnostics.map(drawn)).toEqual(["2:12 MESH2020 No such module"]);
  });
});
