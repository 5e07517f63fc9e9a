import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { compile } from "../../src/compile.ts";
import type { DocumentSet } from "../../src/compile.ts";
import { hasErrors } from "../../src/diagnostics/diagnostic.ts";
import { checkDocument, compileDocuments, compiledMesh, drawn } from "../support/check-document.ts";
import { withServices } from "../support/documents.ts";

const set = (files: Readonly<Record<string, string>>): DocumentSet => ({
  files: Object.entries(files).map(([filename, text]) => ({ filename, text })),
  variables: new Map(),
});

describe("documents without content", () => {
  test.each([
    ["nothing", ""],
    ["a line", "\n"],
    ["comments", "# a\n// b\n/* c */"],
    ["a byte order mark", "\uFEFF"],
    ["Windows line ends", "\r\n\r\n"],
  ])("%s", (_, text) => {
    checkDocument(text, []);
    expect(compiledMesh(text).proxies).toEqual([]);
  });

  test("no files at all", () =>
    expect(compile([])).toMatchObject({ diagnostics: [], entries: [], mesh: { proxies: [] } }));
});

describe("spellings of one document", () => {
  const text = 'service "web" {\n  port = 8080\n}\n';
  test.each([
    ["a byte order mark before it", `\uFEFF${text}`],
    ["Windows line ends", text.replaceAll("\n", "\r\n")],
    ["no end of line", text.trim()],
  ])("%s", (_, other) =>
    expect(compiledMesh(other).proxies.map(({ id }) => id)).toEqual(["web-sidecar-proxy"]),
  );
});

describe("names that objects have by themselves", () => {
  test("as a service, subset, key, variable and local", () => {
    const text = `variable "constructor" { default = "y" }
variable "__proto__" { default = "z" }
locals {
  toString  = var.constructor
  __proto__ = var.__proto__
}
service "constructor" {
  port = 8080
  meta = {
    __proto__   = local.__proto__
    constructor = local.toString
  }
}
resolver "constructor" {
  default_subset = "constructor"
  subset "constructor" { filter = "Service.Meta.constructor == y and Service.Meta.__proto__ == z" }
}`;
    const { graph } = compiledMesh(text);
    expect(graph.chains.get("constructor")?.splits[0]?.target.instances.map(({ id }) => id)).toEqual([
      "constructor",
    ]);
  });

  test("as labels of every kind", () => {
    const text = `service "__proto__" {
  port = 8080
}
resolver "a" {
  subset "__proto__" {}
  failover "__proto__" {}
}
mesh "__proto__" {}
__proto__ "x" {}
constructor = 1`;
    checkDocument(withServices(text, "a"), [
      "1:9 MESH2003 Malformed name",
      "5:3 MESH2003 Malformed subset label",
      '8:6 MESH1045 Too many labels for "mesh"',
      "9:1 MESH1041 Unsupported block type",
      "10:1 MESH1040 Unsupported argument",
    ]);
    expect(Object.keys({})).toEqual([]);
  });
});

describe("sizes", () => {
  test("a name of a megabyte", () => {
    const { diagnostics } = compileDocuments(`service "${"a".repeat(1_000_000)}" {\n  port = 1\n}`);
    expect(diagnostics.map(drawn)).toEqual(["1:9 MESH2003 Malformed name"]);
  });

  test("a thousand services that call each other", () => {
    const text = Array.from(
      { length: 1000 },
      (_, index) => `service "s${index}" {
  port     = 8080
  protocol = "http"
  address  = "10.0.${index >> 8}.${index & 255}"
  upstream "s${(index + 1) % 1000}" { local_bind_port = 9000 }
}
intentions "s${index}" {
  source "s${(index + 999) % 1000}" { action = "allow" }
}
`,
    ).join("");
    const { proxies } = compiledMesh(text);
    expect(proxies.length).toBe(1000);
    expect(proxies.every(({ resources }) => resources.length === 6)).toBe(true);
  });

  test("a chain of ten thousand redirects", () => {
    const last = 9_999;
    const text = Array.from(
      { length: last + 1 },
      (_, index) => `service "s${index}" {
  port    = 8080
  address = "10.${index >> 16}.${(index >> 8) & 255}.${index & 255}"
}
${index < last ? `resolver "s${index}" {\n  redirect { service = "s${index + 1}" }\n}\n` : ""}`,
    ).join("");
    const { graph } = compiledMesh(text);
    const ends = new Set([...graph.chains.values()].map(({ splits }) => splits[0]?.target.service));
    expect([...ends]).toEqual([`s${last}`]);
  });
});

describe("several sets", () => {
  const web = 'service "web" {\n  port = 8080\n}';
  const intentions = 'intentions "web" {\n  source "web" { action = "allow" }\n}';

  test("are one mesh, and their entries stay apart", () => {
    const { diagnostics, entries, mesh } = compile([set({ "a.hcl": web }), set({ "b.hcl": intentions })]);
    expect(diagnostics).toEqual([]);
    expect(entries.map((list) => list.map(({ kind }) => kind))).toEqual([
      ["service"],
      ["service-intentions"],
    ]);
    expect(mesh?.graph.intentions.get("web")).toHaveLength(1);
  });

  test("conflict where they declare the same", () => {
    const { diagnostics, mesh } = compile([set({ "a.hcl": web }), set({ "b.hcl": web })]);
    expect(diagnostics.map(drawn)).toEqual(["1:1 MESH3001 Declared twice"]);
    expect(mesh).toBeUndefined();
  });

  test("have variables of their own", () => {
    const declared = 'variable "port" { default = 1 }\n';
    const { diagnostics } = compile([
      set({ "a.hcl": `${declared}service "web" {\n  port = var.port\n}` }),
      set({ "b.hcl": `${declared}service "api" {\n  port    = var.port\n  address = "10.0.0.1"\n}` }),
    ]);
    expect(diagnostics.map(drawn)).toEqual([]);
  });
});

test("warnings keep nothing from being rendered", () => {
  const text = 'resolver "a" {\n  subset "v1" { filter = "Service.Port == 1" }\n}';
  const { diagnostics, mesh } = compileDocuments(withServices(text, "a"));
  expect(diagnostics.map(drawn)).toEqual(['2:26 MESH3016 warning Subset "v1" has no instance']);
  expect(mesh?.proxies).toHaveLength(1);
});

test("any text compiles or is refused, and never fails", () => {
  const pieces = fc.constantFrom(
    'service "a" {',
    "}",
    "\n",
    "port = 80",
    'resolver "a" {',
    'subset "v" {',
    'filter = "x == y"',
    'intentions "a" {',
    'source "*" {',
    'action = "allow"',
    "permission {",
    "http {",
    'path_exact = "/"',
    'splitter "a" {',
    "split {",
    "weight = 100",
    "mesh {",
    "1",
    '"',
    "${",
    "[",
    "]",
    'failover "*" {',
    "redirect {",
    'service = "a"',
    'connect_timeout = "0s"',
    "protocol = 5",
    "null",
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 30 }), (list) => {
      const { diagnostics, mesh } = compileDocuments(list.join(" ").replaceAll(" \n ", "\n"));
      expect(mesh === undefined).toBe(hasErrors(diagnostics));
    }),
    { numRuns: 300 },
  );
});

test("any order of well-formed blocks compiles or is refused, and never fails", () => {
  const names = fc.constantFrom("a", "b", "constructor", "*");
  const blocks = fc.oneof(
    fc
      .tuple(names, fc.constantFrom("tcp", "http"), fc.integer({ min: 1, max: 4 }))
      .map(
        ([name, protocol, host]) =>
          `service "${name}" {\n  port = 80\n  protocol = "${protocol}"\n  address = "10.0.0.${host}"\n}`,
      ),
    fc.tuple(names, names).map(([from, to]) => `resolver "${from}" {\n  redirect { service = "${to}" }\n}`),
    fc
      .tuple(names, names, names)
      .map(
        ([name, subset, other]) =>
          `resolver "${name}" {\n  default_subset = "${subset}"\n  subset "${other}" {}\n  failover "${subset}" { service = "${other}" }\n}`,
      ),
    fc
      .tuple(names, names)
      .map(
        ([name, other]) =>
          `splitter "${name}" {\n  split { weight = 50 }\n  split {\n    weight = 50\n    service = "${other}"\n  }\n}`,
      ),
    fc
      .tuple(names, names)
      .map(([name, other]) => `intentions "${name}" {\n  source "${other}" { action = "allow" }\n}`),
  );
  fc.assert(
    fc.property(fc.array(blocks, { maxLength: 8 }), (list) => {
      const { diagnostics, mesh } = compileDocuments(list.join("\n"));
      expect(mesh === undefined).toBe(hasErrors(diagnostics));
      for (const proxy of mesh?.proxies ?? []) for (const resource of proxy.resources) resource.bytes();
    }),
    { numRuns: 300 },
  );
});
