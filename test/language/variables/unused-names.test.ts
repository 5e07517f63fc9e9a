import { describe, expect, test } from "@jest/globals";
import { decodeText } from "../../config/decode-text.ts";
import { checkDocument, compileDocuments, drawn } from "../../support/check-document.ts";
import type { Documents } from "../../support/check-document.ts";

const variable = 'variable "x" {\n  default = 8080\n}\n';
const service = (more: string): string => `service "web" {\n  port = 8080\n  ${more}\n}\n`;

describe("names without a use", () => {
  test.each<[string, Documents, readonly string[]]>([
    ["a variable", variable, ["1:1 MESH1074 warning Unused variable"]],
    ["a local", "locals {\n  a = 1\n  b = local.a\n}\n", ["3:3 MESH1074 warning Unused local"]],
    ["a name with an underscore before it", "locals { _a = 1 }\n", ["1:10 MESH1074 warning Unused local"]],
    [
      "a variable that only its own rule looks at",
      'variable "x" {\n  default = 1\n  validation {\n    condition     = var.x > 0\n    error_message = "${var.x} is too small."\n  }\n}\n',
      ["1:1 MESH1074 warning Unused variable"],
    ],
    [
      "a name that a for expression hides",
      `locals { x = 1 }\n${service('tags = [for local in ["a"] : local]')}`,
      ["1:10 MESH1074 warning Unused local"],
    ],
    [
      "in JSON",
      { "mesh.hcl.json": '{ "variable": { "x": { "default": 1 } },\n  "locals": { "a": 1 } }' },
      ["1:3 MESH1074 warning Unused variable", "2:15 MESH1074 warning Unused local"],
    ],
  ])("%s", (_, documents, expected) => checkDocument(documents, expected));

  test("of a module are told once, however often it is called", () => {
    const call = 'module "m" {\n  for_each = toset(["a", "b"])\n  source   = "./m"\n  x        = 1\n}\n';
    const { diagnostics } = decodeText(call, { m: 'variable "x" {}\n' });
    expect(diagnostics.map(drawn)).toEqual(["1:1 MESH1074 warning Unused variable"]);
    expect(diagnostics[0]?.detail).toMatch(/^module\.m\["a"\] and 1 more: Nothing refers to var\.x/);
  });

  test.each([
    [
      "while a name is misspelt",
      'variable "port" {\n  default = 1\n}\nservice "web" { port = var.prot }\n',
      "MESH1101",
    ],
    ["while a syntax error hides a block", `${variable}service "web" {\n  port = [var.x\n}\n`, "MESH1012"],
  ])("are not told %s", (_, text, code) => checkCodes(text, [code]));
});

describe("uses", () => {
  test.each<[string, Documents]>([
    ["in a field", `${variable}service "web" { port = var.x }\n`],
    ["in another file", { "a.hcl": variable, "b.hcl": 'service "web" { port = var.x }\n' }],
    ["in a template", `${variable}${service('meta = { a = "is ${var.x}" }')}`],
    ["in a directive", `${variable}${service('meta = { a = "%{ if var.x > 0 }yes%{ endif }" }')}`],
    ["in an index", `${variable}${service("meta = { a = [1, 2][var.x - 8080] }")}`],
    ["by index", `${variable}service "web" { port = var["x"] }\n`],
    ["of all variables together", `${variable}${service("meta = { a = jsonencode(var) }")}`],
    ["in a branch that is not taken", `${variable}${service('meta = { a = true ? "a" : var.x }')}`],
    [
      "in a block that is repeated no time",
      `${variable}service "web" {\n  for_each = toset([])\n  port     = var.x\n}\n`,
    ],
    [
      "in a dynamic block's content",
      `${variable}${service('dynamic "instance" {\n    for_each = [1]\n    labels   = ["a"]\n    content { port = var.x }\n  }')}`,
    ],
    [
      "in another variable's rule",
      `${variable}variable "y" {\n  default = 1\n  validation {\n    condition     = var.y < var.x\n    error_message = "Too much."\n  }\n}\nservice "web" { port = var.y }\n`,
    ],
    ["in an output", 'locals { a = 1 }\noutput "a" { value = local.a }\n'],
    [
      "in JSON",
      {
        "mesh.hcl.json":
          '{ "variable": { "x": { "default": 8080 } }, "locals": { "a": "${var.x}" }, "service": { "web": { "port": "${local.a}" } } }',
      },
    ],
    [
      "of a local by one that is used",
      'locals {\n  a = 8080\n  b = local.a\n}\nservice "web" { port = local.b }\n',
    ],
  ])("%s", (_, documents) => checkDocument(documents, []));

  test("as a module's input", () => {
    const { diagnostics } = decodeText(`${variable}module "m" {\n  source = "./m"\n  y      = var.x\n}\n`, {
      m: 'variable "y" {}\nservice "web" { port = var.y }\n',
    });
    expect(diagnostics.map(drawn)).toEqual([]);
  });
});

function checkCodes(text: string, codes: readonly string[]): void {
  expect(compileDocuments(text).diagnostics.map(({ code }) => code)).toEqual(codes);
}
