import { describe, expect, test } from "@jest/globals";
import { parseVariableFile } from "../../src/language/document-set-scope.ts";
import type { VariableInput } from "../../src/language/document-set-scope.ts";
import { toJson } from "../../src/language/value.ts";
import type { JsonValue } from "../../src/language/value.ts";
import { describe as describeDiagnostic, scopeOf } from "./language-fixtures.ts";

function text(value: string): VariableInput {
  return { kind: "text", text: value, origin: "-var", whenUndeclared: "error" };
}

const variables: readonly (readonly [name: string, type: string, input: string, value: JsonValue])[] = [
  ["text", "string", "8080", "8080"],
  ["number", "number", "8080", 8080],
  ["bool", "bool", "true", true],
  ["any is a text", "any", "[1]", "[1]"],
  ["list", "list(number)", '[1, "2"]', [1, 2]],
  ["set", "set(string)", '["b", "a", "b"]', ["a", "b"]],
  ["map", "map(number)", "{ b = 1, a = 2 }", { a: 2, b: 1 }],
  ["tuple", "tuple([string, number])", '[1, "2"]', ["1", 2]],
  ["object drops other attributes", "object({ a = number })", "{ a = 1, b = 2 }", { a: 1 }],
  [
    "optional attributes",
    'object({ a = optional(number), b = optional(string, "x") })',
    "{}",
    { a: null, b: "x" },
  ],
  ["nested", "list(object({ port = number }))", '[{ port = "1" }]', [{ port: 1 }]],
  ["null", "list(string)", "null", null],
  ["quoted type", '"list(string)"', "[1]", ["1"]],
  ["old collection type", "list", "[1]", [1]],
];

describe("variables from the command line", () => {
  test.each(variables)("%s", (_name, type, input, value) => {
    const { json, diagnostics } = scopeOf(
      `variable "v" {\n  type = ${type}\n}\n`,
      new Map([["v", text(input)]]),
    );
    expect(diagnostics.map(describeDiagnostic)).toEqual([]);
    expect(json).toEqual({ var: { v: value }, local: {} });
  });
});

const documents: readonly (readonly [name: string, text: string, scope: JsonValue])[] = [
  ["default", 'variable "v" {\n  type    = number\n  default = "5"\n}\n', { var: { v: 5 }, local: {} }],
  ["null default", 'variable "v" {\n  default = null\n}\n', { var: { v: null }, local: {} }],
  [
    "locals in any order",
    "locals {\n  a = local.b + 1\n}\nlocals {\n  b = 1\n}\n",
    { var: {}, local: { a: 2, b: 1 } },
  ],
  [
    "locals of variables",
    'variable "v" {\n  default = 2\n}\nlocals {\n  a = var.v * 2\n}\n',
    { var: { v: 2 }, local: { a: 4 } },
  ],
  [
    "local that a for expression hides",
    "locals {\n  a = [for local in [1] : local]\n}\n",
    { var: {}, local: { a: [1] } },
  ],
];

describe("documents", () => {
  test.each(documents)("%s", (_name, source, scope) => {
    const { json, diagnostics } = scopeOf(source);
    expect(diagnostics.map(describeDiagnostic)).toEqual([]);
    expect(json).toEqual(scope);
  });

  test("JSON", () => {
    const source =
      '{"variable": {"v": {"type": "list(number)", "default": ["1"]}}, "locals": {"a": "${var.v[0] + 1}"}}';
    const { json, diagnostics } = scopeOf(source, new Map(), "test.json");
    expect({ json, diagnostics }).toEqual({ json: { var: { v: [1] }, local: { a: 2 } }, diagnostics: [] });
  });

  test("a thousand locals in a row", () => {
    const lines = Array.from({ length: 5000 }, (_, index) => `  l${index} = local.l${index + 1}`);
    const { json, diagnostics } = scopeOf(`locals {\n${lines.join("\n")}\n  l5000 = 7\n}\n`);
    expect(diagnostics).toEqual([]);
    expect(json).toMatchObject({ local: { l0: 7 } });
  });
});

const mistakes: readonly (readonly [
  name: string,
  text: string,
  input: string | undefined,
  problems: readonly string[],
])[] = [
  ["missing value", 'variable "v" {\n}\n', undefined, ['MESH1063 1:1 No value for the variable "v"']],
  [
    "unsuitable value",
    'variable "v" {\n  type = number\n}\n',
    "x",
    ['MESH1064 1:1 Unsuitable value for "v"'],
  ],
  [
    "null where it is none",
    'variable "v" {\n  type = list(string)\n  nullable = false\n}\n',
    "null",
    ['MESH1063 1:1 No value for the variable "v"'],
  ],
  [
    "value that is no expression",
    'variable "v" {\n  type = list(string)\n}\n',
    "[1",
    ["MESH1013 1:1 Unclosed list"],
  ],
  [
    "value that refers to something",
    'variable "v" {\n  type = list(string)\n}\n',
    "[a]",
    ["MESH1101 1:2 Unknown name"],
  ],
  [
    "sensitive value is not shown",
    'variable "v" {\n  type = list(string)\n  sensitive = true\n}\n',
    "[a]",
    ['MESH1070 - Unreadable value for "v"'],
  ],
  ["input that nobody declares", 'variable "w" {\n  default = 1\n}\n', "1", ['MESH1062 - No variable "v"']],
  ["unknown type", 'variable "v" {\n  type = strin\n}\n', "1", ["MESH1060 2:10 Invalid type"]],
  [
    "type with a wrong argument",
    'variable "v" {\n  type = list(string, number)\n}\n',
    "1",
    ["MESH1060 2:10 Invalid type"],
  ],
  [
    "default of another type",
    'variable "v" {\n  type = list(number)\n  default = [1, "x"]\n}\n',
    "[]",
    ["MESH1065 3:17 Default does not suit the type"],
  ],
  [
    "optional default of another type",
    'variable "v" {\n  type = object({ a = optional(list(number), [1, "x"]) })\n}\n',
    "{}",
    ["MESH1065 2:50 Default does not suit the type"],
  ],
  [
    "default that refers to something",
    'variable "v" {\n  default = var.x\n}\n',
    "1",
    ["MESH1101 2:13 Unknown name"],
  ],
  ["duplicate variable", 'variable "v" {}\nvariable "v" {}\n', "1", ["MESH1061 2:1 Duplicate variable"]],
  [
    "name that cannot be referred to",
    'variable "v" {}\nvariable "a b" {}\n',
    "1",
    ["MESH1068 2:1 Invalid name"],
  ],
  [
    "description that is no text",
    'variable "v" {\n  description = 1\n}\n',
    "1",
    ["MESH1069 2:17 Unsuitable description"],
  ],
  [
    "duplicate local",
    "locals {\n  a = 1\n}\nlocals {\n  a = 2\n}\n",
    undefined,
    ["MESH1061 5:3 Duplicate local"],
  ],
  [
    "local of itself",
    "locals {\n  a = local.a\n}\n",
    undefined,
    ["MESH1066 2:7 Locals refer to one another in a circle"],
  ],
  [
    "circle of locals, and one that uses it",
    "locals {\n  a = local.b\n  b = local.c\n  c = local.a\n  d = local.a + 1\n}\n",
    undefined,
    ["MESH1066 4:7 Locals refer to one another in a circle"],
  ],
  [
    "all locals at once",
    "locals {\n  a = local\n}\n",
    undefined,
    ["MESH1066 2:7 Locals refer to one another in a circle"],
  ],
  [
    "undeclared local",
    "locals {\n  abc = 1\n  b = local.abd\n}\n",
    undefined,
    ["MESH1101 3:12 Undeclared local"],
  ],
];

describe("mistakes", () => {
  test.each(mistakes)("%s", (_name, source, input, problems) => {
    const inputs = new Map(input === undefined ? [] : [["v", text(input)] as const]);
    expect(scopeOf(source, inputs).diagnostics.map(describeDiagnostic)).toEqual(problems);
  });

  test("a missing value is told with the three ways to give it", () => {
    const [diagnostic] = scopeOf('variable "port" {\n}\n').diagnostics;
    expect(diagnostic?.detail).toBe(
      "The variable has no default, so a value must be given. Use -var 'port=value', -var-file FILE or the environment variable MESH_VAR_port, or add a default.",
    );
  });

  test("values that double with each local end in a diagnostic", () => {
    const lines = Array.from(
      { length: 64 },
      (_, index) => `  l${index + 1} = [local.l${index}, local.l${index}]`,
    );
    const { diagnostics } = scopeOf(`locals {\n  l0 = 1\n${lines.join("\n")}\n}\n`);
    // What is too large is unknown from there on, and can be doubled some twenty times again.
    expect(diagnostics.map(({ code }) => code)).toEqual(["MESH1117", "MESH1117", "MESH1117"]);
  });

  test("texts that double with each local end in a diagnostic", () => {
    const lines = Array.from(
      { length: 64 },
      (_, index) => `  l${index + 1} = "\${local.l${index}}\${local.l${index}}"`,
    );
    const { diagnostics } = scopeOf(`locals {\n  l0 = "x"\n${lines.join("\n")}\n}\n`);
    expect(diagnostics.map(({ code }) => code)).toEqual(["MESH1117"]);
  });
});

describe("variable files", () => {
  test.each([
    ["native", "prod.hcl", 'a = 1\nb = ["x"]\n'],
    ["JSON", "prod.json", '{"a": 1, "b": ["x"]}'],
  ])("%s", (_name, filename, source) => {
    const { value, diagnostics } = parseVariableFile({ filename, text: source });
    expect(diagnostics).toEqual([]);
    expect(toJson(value)).toEqual({ a: 1, b: ["x"] });
  });

  test("blocks and references are mistakes", () => {
    const { diagnostics } = parseVariableFile({ filename: "prod.hcl", text: "a = var.b\nc {\n}\n" });
    expect(diagnostics.map(describeDiagnostic)).toEqual([
      "MESH1041 2:1 Unsupported block type",
      "MESH1101 1:5 Unknown name",
    ]);
  });
});
