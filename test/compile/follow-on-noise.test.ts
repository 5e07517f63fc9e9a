import { describe, expect, test } from "@jest/globals";
import { compile } from "../../src/compile.ts";
import { checkDocument, drawn } from "../support/check-document.ts";
import type { Documents } from "../support/check-document.ts";

/** Needs a service, a variable, a local and a module that other documents declare, or would but for a mistake. */
const needy = `service "web" {
  port = 8080
  meta = { a = var.a, b = local.b, c = module.c.d }
  upstream "api" { local_bind_port = 9001 }
}
`;
const callsApi = 'service "web" {\n  port = 8080\n  upstream "api" { local_bind_port = 9001 }\n}\n';
const uses = (expression: string): string => `service "web" {\n  port = ${expression}\n}\n`;

/** `z.hcl` is right and needs what `a.hcl` declares; only what is wrong with `a.hcl` is found. */
const rows: readonly (readonly [name: string, declaring: string, needing: string, found: string])[] = [
  [
    "two arguments on one line",
    'service "api" { port = 1 protocol = "http" }\n',
    callsApi,
    "1:26 MESH1014 Invalid single-line block",
  ],
  ["a label left open", 'service "api {\n  port = 1\n}\n', callsApi, "1:9 MESH1005 Unclosed text"],
  ["a label without its first quote", 'service api" {\n}\n', callsApi, "1:12 MESH1005 Unclosed text"],
  [
    "a template for a label",
    'service "a${"p"}i" {\n  port = 1\n}\n',
    callsApi,
    "1:9 MESH1019 Template in block label",
  ],
  ["a block as an argument", 'service "api" = {\n  port = 1\n}\n', callsApi, "1:15 MESH1014 Invalid block"],
  [
    "a brace on the next line",
    'service "api"\n{\n  port    = 1\n  address = "10.0.0.1"\n}\n',
    callsApi,
    "1:14 MESH1014 Brace on a line of its own",
  ],
  [
    "too many labels",
    'service "api" "v1" {\n  port = 1\n}\n',
    callsApi,
    '1:15 MESH1045 Too many labels for "service"',
  ],
  ["no label", "variable {\n  default = 1\n}\n", uses("var.a"), '1:1 MESH1045 Missing name for "variable"'],
  [
    "an unclosed block that takes in the next",
    'service "shop" {\n  port    = 1\n  address = "10.0.0.1"\n\nservice "api" {\n  port    = 1\n  address = "10.0.0.2"\n}\n',
    callsApi,
    "1:16 MESH1016 Unclosed block",
  ],
  ["a block at the end", 'service "api" {\n  port = 1\n', callsApi, "1:15 MESH1016 Unclosed block"],
  [
    "a variable on one line",
    'variable "a" { default = 1 type = number }\n',
    uses("var.a"),
    "1:28 MESH1014 Invalid single-line block",
  ],
  [
    "a variable without a name",
    'variable "a {\n  default = 1\n}\n',
    uses("var.a"),
    "1:10 MESH1005 Unclosed text",
  ],
  [
    "locals on one line",
    "locals { a = 1, b = 2 }\n",
    uses("local.b"),
    "1:15 MESH1014 Invalid single-line block",
  ],
  [
    "the only use of a local, on one line with more",
    'service "api" { port = local.p protocol = "http" }\n',
    "locals { p = 80 }\n",
    "1:32 MESH1014 Invalid single-line block",
  ],
  [
    "the only use of a variable, in what is no expression",
    'service "api" {\n  port = var.p +\n}\n',
    'variable "p" { default = 80 }\n',
    "2:17 MESH1011 Missing expression",
  ],
  [
    "a module on one line",
    'module "c" { source = "./c" x = 1 }\n',
    needy.replace("a = var.a, b = local.b, ", ""),
    "1:29 MESH1014 Invalid single-line block",
  ],
  [
    "a module without a name",
    'module {\n  source = "./c"\n}\n',
    needy.replace("a = var.a, b = local.b, ", ""),
    '1:1 MESH1045 Missing name for "module"',
  ],
];

describe("what a syntax error hid is not missed elsewhere", () => {
  test.each(rows)("%s", (_, declaring, needing, found) => {
    checkDocument({ "a.hcl": declaring, "z.hcl": needing }, [found]);
  });

  test("in JSON", () =>
    checkDocument({ "a.json": '{ "service": { "api": { "port": 1, } }', "z.hcl": needy }, [
      "1:34 MESH1032 Trailing comma in JSON",
    ]));
});

const own: readonly (readonly [name: string, documents: string, found: string])[] = [
  [
    "a required block with a label too many",
    'splitter "web" {\n  split "a" { weight = 100 }\n}\nservice "web" {\n  port     = 1\n  protocol = "http"\n}\n',
    '2:9 MESH1045 Too many labels for "split"',
  ],
  [
    "a required block without its label",
    `intentions "web" {\n  source { action = "allow" }\n}\n${uses("1")}`,
    '2:3 MESH1045 Missing name for "source"',
  ],
  [
    "the content of a dynamic block, misspelt",
    'service "web" {\n  port = 1\n  dynamic "check" {\n    for_each = [1]\n    contnt {}\n  }\n}\n',
    "5:5 MESH1041 Unsupported block type",
  ],
  [
    "a dynamic block on one line",
    'service "web" {\n  port = 1\n  dynamic "check" { for_each = [] content {} }\n}\n',
    "3:35 MESH1014 Invalid single-line block",
  ],
  [
    "a brace below, behind a comment",
    'service "web" # ours\n# and ours alone\n{\n  port = 1\n}\n',
    "1:21 MESH1014 Brace on a line of its own",
  ],
];

describe("what a mistake hid is not missed in its own block", () => {
  test.each(own)("%s", (_, documents, found) => {
    checkDocument(documents, [found]);
  });
});

const router = (first: string): string =>
  `service "api" {
  port     = 9090
  protocol = "http"
}
router "api" {
  route {
    match {
      http {
        ${first}
      }
    }
  }
  route {
    match {
      http { path_prefix = "/b" }
    }
  }
}
`.replaceAll(/http \{ (.*) \}/g, "http {\n        $1\n      }");

const resolver = (contents: string): string =>
  `service "api" {\n  port     = 9090\n  protocol = "http"\n}\nresolver "api" {\n${contents}\n}\n`;

/** What is left of an entry without its mistaken part must not be judged as if nothing had stood there. */
const leftovers: readonly (readonly [name: string, document: string, found: string])[] = [
  [
    "a malformed path matches not every path",
    router('path_prefix = "v1"'),
    "9:23 MESH2003 Malformed path_prefix",
  ],
  ["nor does a misspelt one", router('path_prefx = "/v1"'), "9:9 MESH1040 Unsupported argument"],
  ["nor one that cannot be read", router("path_prefix = var.nope"), "9:26 MESH1101 Undeclared variable"],
  [
    "a method that nobody knows is still one",
    router('methods = ["PUSH"]'),
    "9:20 MESH2002 Unsupported value for methods[0]",
  ],
  [
    "a policy that nobody knows may be the one its settings are for",
    resolver(
      '  load_balancer {\n    policy = "ringhash"\n    ring_hash_config { minimum_ring_size = 5 }\n  }',
    ),
    "7:14 MESH2002 Unsupported value for policy",
  ],
  [
    "a weight that is no number may be the one that is missing",
    resolver('  connect_timeout = "3s"\n}\nsplitter "api" {\n  split {\n    weight = "all"\n  }'),
    "10:14 MESH2001 Wrong type",
  ],
];

describe("a mistaken part may have said anything", () => {
  test.each(leftovers)("%s", (_, document, found) => {
    checkDocument(document, [found]);
  });
});

const independent: readonly (readonly [name: string, documents: Documents, found: readonly string[]])[] = [
  [
    "a name that another block of the type could not have had",
    `service "api" { port = 1 protocol = "http" }\n${callsApi.replace('"api"', '"apy"')}`,
    ["1:26 MESH1014 Invalid single-line block", "4:12 MESH3002 Reference to an undeclared service"],
  ],
  [
    "a line that is no block of ours",
    `what is this\n${callsApi}`,
    ["1:13 MESH1014 Invalid block", "4:12 MESH3002 Reference to an undeclared service"],
  ],
];

const broken = (block: string): string =>
  `${block}\nservice "b" {\n  port = "x"\n}\nservice "c" {\n  port    = 1\n  address = "10.0.0.3"\n}\n`;

const unclosed: readonly (readonly [name: string, document: string, found: readonly string[]])[] = [
  [
    "a nested block without its brace",
    broken('service "a" {\n  port = 1\n  check "http" {\n    path = "/"\n}\n'),
    ["3:16 MESH1016 Unclosed block", "8:10 MESH2001 Wrong type"],
  ],
  [
    "an object without its brace",
    broken('service "a" {\n  port = 1\n  meta = {\n    x = "y"\n}\n'),
    ["1:13 MESH1016 Unclosed block", "8:10 MESH2001 Wrong type"],
  ],
  [
    "a block without its brace, and one more",
    broken('service "a" {\n  port = 1\n\nservice "d" {\n  port = 2\n  address = "10.0.0.4"\n'),
    ["1:13 MESH1016 Unclosed block", "4:13 MESH1016 Unclosed block", "9:10 MESH2001 Wrong type"],
  ],
  [
    "a block without its brace, with a list that is not closed either",
    broken('service "a" {\n  port = 1\n  meta = { x = [1, }\n'),
    ["1:13 MESH1016 Unclosed block", "3:20 MESH1011 Invalid expression", "6:10 MESH2001 Wrong type"],
  ],
  [
    "a block without indentation, in which nobody can tell where it ends",
    'service "a" {\nport = 1\ncheck "http" {\npath = "/"\n}\nservice "b" {\nport = "x"\n}\n',
    ["1:13 MESH1016 Unclosed block"],
  ],
];

const inJson: readonly (readonly [name: string, api: string, found: readonly string[]])[] = [
  [
    "a trailing comma",
    '{ "port": 9, "protocol": "http", }',
    ["2:52 MESH1032 Trailing comma in JSON", "3:46 MESH3004 Weights add up to 50, not 100"],
  ],
  [
    "a missing comma in a field",
    '{ "port": 9, "protocol": "http", "meta": { "a": "1" "b": "2" } }',
    ["2:73 MESH1030 Missing comma", "3:46 MESH3004 Weights add up to 50, not 100"],
  ],
  [
    "a missing brace, after which nobody can tell what stands in what",
    '{ "port": 9, "protocol": "http"',
    ["4:1 MESH1030 Unclosed object"],
  ],
];

test.each(inJson)("a syntax error of JSON: %s", (_, api, found) => {
  const splitter = '"splitter": { "api": { "split": [{ "weight": 50 }] } }';
  checkDocument({ "mesh.json": `{\n"service": { "api": ${api} },\n${splitter}}\n` }, found);
});

test("a missing brace in Consul's HCL hides only its definition", () => {
  const open = 'service {\n  name = "web"\n  port = 1\n  connect {\n    sidecar_service { port = 2 }\n}\n';
  const next = 'service {\n  name = "api"\n  port = 90900\n  connect { sidecar_service { port = 3 } }\n}\n';
  checkDocument(open + next, ["4:11 MESH1016 Unclosed object", "9:10 MESH2004 port is out of range"]);
});

describe("a syntax error hides only the block it is in", () => {
  test.each(unclosed)("%s", (_, document, found) => {
    checkDocument(document, found);
  });
});

describe("a mistake hides no other", () => {
  test.each(independent)("%s", (_, documents, found) => {
    checkDocument(documents, found);
  });
});

test("documents that could not be read may declare anything", () => {
  const files = [{ filename: "z.hcl", text: needy }];
  const variables = new Map();
  expect(compile([{ files, variables, isPartial: true }]).diagnostics.map(drawn)).toEqual([]);
  expect(compile([{ files, variables }]).diagnostics.map(drawn)).not.toEqual([]);
});
