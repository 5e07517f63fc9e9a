import { describe, expect, test } from "@jest/globals";
import { compile } from "../../../src/compile.ts";
import { drawn, underlined } from "../../support/check-document.ts";
import { decodeText, onlyMistake } from "../decode-text.ts";

const edge = `
variable "name" {}
variable "port" {
  type    = number
  default = 80
}
service "edge" {
  name = var.name
  port = var.port
}
output "address" { value = "\${var.name}:\${var.port}" }
`;

const declared = (text: string, modules: Readonly<Record<string, string>>): readonly string[] => {
  const { entries, diagnostics } = decodeText(text, modules);
  expect(diagnostics.map(drawn)).toEqual([]);
  return entries.map(({ name, value }) => `${name} ${"port" in value ? value.port : "-"}`);
};

describe("a module", () => {
  test("declares its entries with the values it is given", () => {
    const text =
      'module "edge" {\n  source = "./edge"\n  name   = "web"\n  port   = "8080"\n}\nservice "own" { port = 1 }';
    expect(declared(text, { edge })).toEqual(["own 1", "web 8080"]);
  });

  test("gives its outputs, whichever is written first", () => {
    const text = `
service "a" { port = tonumber(split(":", local.address)[1]) }
locals { address = module.edge.address }
module "edge" {
  source = "./edge"
  name   = local.name
}
locals { name = "web" }`;
    expect(declared(text, { edge })).toEqual(["a 80", "web 80"]);
  });

  test("knows nothing of its caller's names", () => {
    const text = 'locals { secret = 1 }\nmodule "m" { source = "./m" }\nservice "b" { port = local.secret }';
    const diagnostic = onlyMistake(text, { m: 'service "a" { port = local.secret }' });
    expect(drawn(diagnostic)).toBe("1:27 MESH1101 Undeclared local");
    expect(diagnostic.detail).toContain("module.m: ");
  });

  test.each([
    ["a service definition", 'service {\n  name = "a"\n  port = 1\n}\n'],
    ["a definition in JSON", '{\n  "service": { "name": "a", "port": 1 }\n}'],
    ["a config entry", 'Kind = "service-defaults"\nName = "a"\nProtocol = "http"\n'],
    ["a config entry with mistakes of its own", 'Kind = "service-defaults"\nProtokol = [ { a {'],
  ])("cannot hold Consul's documents: %s", (_, document) => {
    const text = `module "m" { source = "./m" }\n${callsA}`;
    const diagnostic = onlyMistake(text, { m: document });
    expect(drawn(diagnostic)).toBe("1:1 MESH2026 Consul's document in a module");
    expect(diagnostic.subject?.file.filename).toBe("m/main.hcl");
    expect(diagnostic.detail).toMatch(/^module\.m: .* Move the file .* write it as mesh blocks\.$/);
  });

  test("called twice with Consul's documents in it is told of once", () => {
    const text = 'module "m" { source = "./m" }\nmodule "n" { source = "./m" }\n';
    expect(onlyMistake(text, { m: 'Kind = "mesh"\n' }).code).toBe("MESH2026");
  });

  test("calls others, from its own folder", () => {
    const outer =
      'module "inner" {\n  source = "../inner"\n  port   = 7\n}\noutput "port" { value = module.inner.port }';
    const inner =
      'variable "port" {}\nservice "deep" { port = var.port }\noutput "port" { value = var.port + 1 }';
    const text = 'module "outer" { source = "./parts/outer" }\nservice "top" { port = module.outer.port }';
    expect(declared(text, { "parts/outer": outer, "parts/inner": inner })).toEqual(["top 8", "deep 7"]);
  });

  test("knows where it stands", () => {
    const text = 'module "m" { source = "./a/b" }';
    const module = 'service "a" {\n  port = 1\n  meta = { module = path.module, root = path.root }\n}';
    expect(decodeText(text, { "a/b": module }).entries[0]?.value).toMatchObject({
      meta: { module: "a/b", root: "." },
    });
  });

  test("is called in JSON too", () => {
    const json = JSON.stringify({ module: { edge: { source: "./edge", name: "web" } } });
    const { mesh, diagnostics } = compile([
      {
        files: [{ filename: "mesh.json", text: json }],
        variables: new Map(),
        modules: new Map([["edge", [{ filename: "edge/main.hcl", text: edge }]]]),
      },
    ]);
    expect(diagnostics.map(drawn)).toEqual([]);
    expect([...(mesh?.graph.services.keys() ?? [])]).toEqual(["web"]);
  });
});

describe("a module that is repeated", () => {
  test("for each of a map has its outputs by key", () => {
    const text = `
module "edge" {
  for_each = { b = 2, a = 1 }
  source   = "./edge"
  name     = each.key
  port     = each.value
}
service "sum" {
  port = 10
  meta = { all = join(" ", [for name, outputs in module.edge : outputs.address]), b = module.edge["b"].address }
}`;
    expect(declared(text, { edge })).toEqual(["sum 10", "a 1", "b 2"]);
    expect(decodeText(text, { edge }).entries[0]?.value).toMatchObject({
      meta: { all: "a:1 b:2", b: "b:2" },
    });
  });

  test("by number has them in a list", () => {
    const text = `
module "edge" {
  count  = 2
  source = "./edge"
  name   = "e\${count.index}"
}
service "a" {
  port = 1
  meta = { second = module.edge[1].address }
}`;
    expect(declared(text, { edge })).toEqual(["a 1", "e0 80", "e1 80"]);
  });

  test("for nothing declares nothing, and that is known", () => {
    const text = 'module "edge" {\n  for_each = {}\n  source = "./edge"\n  name = each.key\n}';
    expect(decodeText(text, { edge })).toMatchObject({ entries: [], broken: [], diagnostics: [] });
  });

  test("names the instance that has the mistake", () => {
    const text =
      'module "edge" {\n  for_each = { a = 1, b = 99999 }\n  source = "./edge"\n  name = each.key\n  port = each.value\n}';
    const diagnostic = onlyMistake(text, { edge });
    expect([diagnostic.subject?.file.filename, diagnostic.detail]).toEqual([
      "edge/main.hcl",
      'module.edge["b"]: port must be at most 65535.',
    ]);
  });

  test("tells what is wrong with all instances once", () => {
    const text = 'module "m" {\n  for_each = { a = 1, b = 2 }\n  source = "./m"\n}';
    expect(onlyMistake(text, { m: 'service "x" {\n  port = 1\n  prt = 2\n}' }).detail).toBe(
      'module.m["a"] and 1 more: An argument named "prt" is not expected here. Did you mean "port"?',
    );
  });
});

describe("mistakes", () => {
  test.each([
    ["no source", "", ["1:1 MESH1042 Missing required argument"]],
    ["a source that is a reference", "source = local.x", ["2:3 MESH2019 Unsuitable module source"]],
    ["a registry", 'source = "hashicorp/mesh/aws"', ["2:3 MESH2019 Unsuitable module source"]],
    ["a repository", 'source = "git::https://example.com/x.git"', ["2:3 MESH2019 Unsuitable module source"]],
    ["an absolute path", 'source = "/etc"', ["2:3 MESH2019 Unsuitable module source"]],
    ["a path out of the folder", 'source = "./a/../../b"', ["2:3 MESH2019 Unsuitable module source"]],
    ["a folder that is not there", 'source = "./edgy"', ["2:3 MESH2020 No such module"]],
    ["itself", 'source = "./edge/.."', ["2:3 MESH2021 Module calls itself"]],
    [
      "a version",
      'source = "./edge"\n  name = "a"\n  version = "1"',
      ["4:3 MESH2022 Modules have no version"],
    ],
    [
      "an input nobody takes",
      'source = "./edge"\n  name = "a"\n  prt = 1',
      ['4:3 MESH1062 No variable "prt"'],
    ],
    ["an input that is missing", 'source = "./edge"', ['1:1 MESH1063 No value for the variable "name"']],
    [
      "an input of the wrong type",
      'source = "./edge"\n  name = "a"\n  port = []',
      ['4:10 MESH1064 Unsuitable value for "port"'],
    ],
    ["a block", 'source = "./edge"\n  name = "a"\n  x {}', ["4:3 MESH1041 Unsupported block type"]],
    [
      "a circle with a local",
      'source = "./edge"\n  name = local.a\n}\nlocals {\n  a = module.m.address',
      ["3:10 MESH1066 Modules refer to one another in a circle"],
    ],
  ])("%s", (_, body, expected) => {
    const diagnostics = decodeText(`module "m" {\n  ${body}\n}`, { edge }).diagnostics.map(drawn);
    // A mistake in the source is at its value.
    expect(diagnostics.map((row) => row.replace("2:12 ", "2:3 "))).toEqual(expected);
  });

  test("an input nobody takes gets a suggestion", () => {
    const text = 'module "m" {\n  source = "./edge"\n  name = "a"\n  prt = 1\n}';
    expect(onlyMistake(text, { edge }).detail).toBe(
      'module.m: module "m" gives a value to "prt", which no document declares. Did you mean "port"?',
    );
  });

  test("a missing input is told at the call, and where it is declared", () => {
    const diagnostic = onlyMistake('module "m" { source = "./edge" }', { edge });
    expect(underlined(diagnostic)).toEqual({
      subject: 'module "m"',
      related: ['declared here variable "name"'],
    });
    expect(diagnostic.detail).toBe(
      'module.m: The module\'s variable "name" has no default, so module "m" must give it a value. Add: name = …',
    );
  });

  test.each([
    ["two modules of a name", 'module "m" { source = "./edge" }\n'.repeat(2), "MESH1061"],
    ["two outputs of a name", 'output "a" { value = 1 }\n'.repeat(2), "MESH1061"],
    ["an output without value", 'output "a" {}', "MESH1042"],
    [
      "an output that is missing",
      'module "m" {\n  source = "./edge"\n  name = "a"\n}\nservice "a" { port = module.m.prt }',
      "MESH1102",
    ],
    [
      "a module that is missing",
      'service "a" { port = module.m.prt }\nmodule "n" {\n  source = "./edge"\n  name = "n"\n}',
      "MESH1101",
    ],
    ["a variable that no call could set", 'variable "source" { default = "x" }', "MESH1073"],
  ])("%s", (_, text, code) => {
    expect(decodeText(text, { edge }).diagnostics.map((found) => found.code)).toContain(code);
  });

  test("modules that call one another in a circle", () => {
    const a = 'module "b" { source = "../b" }';
    const b = 'module "a" { source = "../a" }';
    const diagnostic = onlyMistake('module "a" { source = "./a" }', { a, b });
    expect(diagnostic.detail).toBe(
      'module.a.module.b: The modules call one another in a circle: "./a" → "./b" → "./a". Remove one of the calls.',
    );
  });

  test("modules in a row without end", () => {
    const modules = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [`m${index}`, `module "m" { source = "../m${index + 1}" }`]),
    );
    const diagnostic = onlyMistake('module "m" { source = "./m0" }', modules);
    expect(diagnostic.summary).toBe("Modules nested too deeply");
  });

  test("modules that multiply end", () => {
    const tenfold = (next: string): string => `module "m" {\n  count = 1000\n  source = "../${next}"\n}`;
    const modules = { a: tenfold("b"), b: tenfold("c"), c: "" };
    const codes = decodeText('module "m" { source = "./a" }', modules).diagnostics.map(({ code }) => code);
    expect(new Set(codes)).toEqual(new Set(["MESH2013"]));
  });

  test("a syntax error in a module is told once, however often it is called", () => {
    const text = 'module "a" { source = "./m" }\nmodule "b" { source = "./m" }';
    const diagnostic = onlyMistake(text, { m: 'service "a" {{' });
    expect(diagnostic.detail).toMatch(/^module\.a: /);
  });

  test("what a broken module may declare is not missed", () => {
    const { diagnostics } = compile([
      {
        files: [
          {
            filename: "mesh.hcl",
            text: 'module "m" { source = "./none" }\nintentions "x" {\n  source "y" { action = "allow" }\n}',
          },
        ],
        variables: new Map(),
      },
    ]);
    expect(diagnostics.map(drawn)).toEqual(["1:23 MESH2020 No such module"]);
  });

  test("what is wrong with the mesh as a whole names the module as well", () => {
    const { diagnostics } = compile([
      {
        files: [{ filename: "mesh.hcl", text: 'module "m" { source = "./m" }' }],
        variables: new Map(),
        modules: new Map([
          ["m", [{ filename: "m/main.hcl", text: 'intentions "x" {\n  source "*" { action = "allow" }\n}' }]],
        ]),
      },
    ]);
    expect(diagnostics.map(({ detail }) => detail.slice(0, 30))).toEqual(["module.m: No document of this "]);
  });
});

const callsA = 'service "b" {\n  port = module.m.port\n  upstream "a" { local_bind_port = 9000 }\n}\n';
