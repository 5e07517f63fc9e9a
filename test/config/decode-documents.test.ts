import { describe, expect, test } from "@jest/globals";
import {
  checkDocument,
  compileDocuments,
  compiledMesh,
  drawn,
  onlyDiagnostic,
  underlined,
} from "../support/check-document.ts";
import { withServices } from "../support/documents.ts";

const valueOf = (text: string, variables = {}): unknown => {
  const { entries, diagnostics } = compileDocuments(text, variables);
  expect(diagnostics.map(drawn)).toEqual([]);
  return entries[0]?.[0]?.value;
};

describe("values", () => {
  test("what is left out stays out, so that another place may give it", () => {
    expect(valueOf('service "web" {\n  port = 8080\n  instance "a" {}\n  check "tcp" {}\n}')).toEqual({
      name: "web",
      port: 8080,
      instances: [{ id: "a" }],
      checks: [{ type: "tcp" }],
    });
    expect(valueOf("mesh {}")).toEqual({});
  });

  test.each([
    ["a text for a number", 'port = "8080"', { port: 8080 }],
    ["a number for a text", "port = 1\n  meta = { version = 2 }", { port: 1, meta: { version: "2" } }],
    ["a truth value for a text", "port = 1\n  meta = { on = true }", { port: 1, meta: { on: "true" } }],
    ["null for nothing", "port = 1\n  address = null", { name: "web", port: 1 }],
    ["an expression", 'port = 8000 + 80\n  address = "10.0.0.${1 + 1}"', { port: 8080, address: "10.0.0.2" }],
    ["a name beside the label", 'port = 1\n  name = "api"', { port: 1, name: "api" }],
  ])("%s", (_, body, expected) => expect(valueOf(`service "web" {\n  ${body}\n}`)).toMatchObject(expected));

  test("a renamed field and a map of blocks", () => {
    const { entries } = compileDocuments(
      withServices(
        'resolver "a" {\n  redirect {\n    service = "b"\n    subset  = "v1"\n  }\n}\nresolver "b" {\n  subset "v1" { only_passing = "true" }\n}',
        "a",
        "b",
      ),
    );
    expect(entries[0]?.slice(0, 2).map(({ value }) => value)).toMatchObject([
      { redirect: { service: "b", service_subset: "v1" } },
      { subsets: { v1: { only_passing: true } } },
    ]);
  });

  test("a label in another syntax", () => {
    const json = JSON.stringify({
      service: { web: { port: 8080, upstream: { web: { local_bind_port: 9000 } } } },
    });
    const native = 'service "web" {\n  port = 8080\n  upstream "web" { local_bind_port = 9000 }\n}';
    expect(compileDocuments({ "mesh.json": json }).entries[0]?.[0]?.value).toEqual(valueOf(native));
  });

  test("variables of one file serve all", () => {
    const mesh = compiledMesh(
      {
        "b.hcl": 'service "web" {\n  port = local.base + 1\n}',
        "a.hcl": 'variable "base" { type = number }\n',
        "c.hcl": "locals {\n  base = var.base * 2\n}",
      },
      { base: "4000" },
    );
    expect(mesh.graph.services.get("web")?.instances[0]?.port).toBe(8001);
  });
});

describe("blocks", () => {
  test.each([
    [
      "a single block twice",
      'resolver "a" {\n  redirect { service = "b" }\n  redirect { service = "b" }\n}',
      ["3:3 MESH2007 Duplicate redirect block"],
    ],
    [
      "a label of a map twice",
      'resolver "a" {\n  subset "v1" {}\n  subset "v1" {}\n}',
      ["3:3 MESH2007 Duplicate subset block"],
    ],
    [
      "a block without its label",
      "service {\n  port = 1\n}\nmesh {}",
      ['1:1 MESH1045 Missing name for "service"'],
    ],
    ["a block with a label too many", 'mesh "x" {}', ['1:6 MESH1045 Too many labels for "mesh"']],
    [
      "a block that nothing renders yet",
      'api_gateway "a" {}',
      ["1:1 MESH2008 api_gateway is not yet supported"],
    ],
  ])("%s", (_, text, expected) => checkDocument(withServices(text, "a", "b"), expected));

  test("a duplicate points at the first", () => {
    const text = 'resolver "a" {\n  subset "v1" {}\n  subset "v1" {}\n}';
    const diagnostic = onlyDiagnostic(withServices(text, "a"));
    expect(diagnostic.detail).toBe(
      'A subset block with the label "v1" can be given once here. Merge the two, or remove one.',
    );
    expect(underlined(diagnostic).related).toEqual(['The first one is here. subset "v1"']);
  });

  test("a refused kind says why", () => {
    expect(onlyDiagnostic('api_gateway "edge" {}').detail).toBe(
      "This version of Meshwork knows the api_gateway block but renders nothing for it, so it is refused rather than ignored. Remove the block.",
    );
  });
});

describe("one mistake, one diagnostic", () => {
  test.each([
    [
      "a variable without a value",
      'variable "p" { type = number }\nservice "web" {\n  port = var.p\n}',
      ['1:1 MESH1063 No value for the variable "p"'],
    ],
    ["an expression that fails", 'service "web" {\n  port = 1 / 0\n}', ["2:14 MESH1105 Division by zero"]],
    ["an undeclared variable", 'service "web" {\n  port = var.p\n}', ["2:13 MESH1101 Undeclared variable"]],
    ["a value of the wrong type", 'service "web" {\n  port = []\n}', ["2:10 MESH2001 Wrong type"]],
    [
      "a misspelt field",
      'service "web" {\n  port    = 80\n  protocl = "http"\n}',
      ["3:3 MESH1040 Unsupported argument"],
    ],
  ])("%s in a service that others name", (_, text, expected) => {
    const others = `
intentions "web" {
  source "web" {
    permission {
      action = "allow"
      http { path_prefix = "/" }
    }
  }
}
splitter "web" {
  split { weight = 100 }
}`;
    const { diagnostics } = compileDocuments({ "a.hcl": text, "b.hcl": others });
    expect(diagnostics.map(drawn).map((row) => row.replace(/(MESH1\d+) .*/, "$1"))).toEqual(
      expected.map((row) => row.replace(/(MESH1\d+) .*/, "$1")),
    );
  });

  test("a required field under a misspelt name is not missing as well", () => {
    checkDocument('service "web" {\n  prt = 80\n}', ["2:3 MESH1040 Unsupported argument"]);
    checkDocument(withServices('splitter "a" {\n  splt { weight = 100 }\n}', "a"), [
      "2:3 MESH1041 Unsupported block type",
    ]);
  });

  test("other mistakes of an entry are reported beside a misspelt field", () => {
    checkDocument(withServices('splitter "a" {\n  splt {}\n  split { weight = 90 }\n}', "a"), [
      "2:3 MESH1041 Unsupported block type",
      "3:20 MESH3004 Weights add up to 90, not 100",
    ]);
  });

  test("three mistakes give three diagnostics, and nothing is rendered", () => {
    const documents = withServices(
      `service "web" {
  port     = 8080
  protocol = "http"
  addres   = "10.0.0.9"
}
splitter "a" {
  split { weight = 90 }
}
intentions "nobody" {
  source "a" { action = "allow" }
}`,
      "a",
    );
    expect(compileDocuments(documents).mesh).toBeUndefined();
    checkDocument(documents, [
      "4:3 MESH1040 Unsupported argument",
      "7:20 MESH3004 Weights add up to 90, not 100",
      "9:12 MESH3002 Reference to an undeclared service",
    ]);
  });

  test("eleven independent mistakes give eleven diagnostics in source order", () => {
    checkDocument(
      withServices(
        `mesh {
  default_intention_policy = "maybe"
}
service "one" {
  port    = 99999
}
service "two" {
  port    = 8080
  address = "nowhere"
  check "tcp" { path = "/" }
}
resolver "a" {
  connect_timeout = "0s"
  subset "v1" { filter = "Service.Nmae == a" }
  failover "*" {}
}
splitter "a" {
  split { weight = 90 }
}
intentions "a" {
  source "b" {}
  source "nobody" { action = "allow" }
}
gateway "x" {}`,
        "a",
        "b",
      ),
      [
        "2:30 MESH2002 Unsupported value for default_intention_policy",
        "5:13 MESH2004 port is out of range",
        "9:13 MESH3024 Not an IP address",
        "10:24 MESH3022 A tcp check has no path",
        "13:21 MESH3025 connect_timeout is out of range",
        "14:26 MESH3015 Unknown field in a filter",
        "15:3 MESH3011 Failover without a destination",
        "18:20 MESH3004 Weights add up to 90, not 100",
        "21:3 MESH3017 Neither an action nor permissions",
        "22:10 MESH3002 Reference to an undeclared service",
        "24:1 MESH1041 Unsupported block type",
      ],
    );
  });
});
