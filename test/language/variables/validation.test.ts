import { describe, expect, test } from "@jest/globals";
import type { VariableInput } from "../../../src/language/document-set-scope.ts";
import { underlined } from "../../support/check-document.ts";
import { describe as describeDiagnostic, scopeOf } from "../language-fixtures.ts";

const given = (values: Readonly<Record<string, string>>): ReadonlyMap<string, VariableInput> =>
  new Map(
    Object.entries(values).map(([name, text]) => [
      name,
      { kind: "text", text, origin: "-var", whenUndeclared: "error" },
    ]),
  );

const port = (condition: string, message = '"Give a port above 1024."'): string => `variable "port" {
  type = number
  validation {
    condition     = ${condition}
    error_message = ${message}
  }
}
`;

describe("conditions", () => {
  test.each([
    ["met", port("var.port > 1024"), { port: "8080" }],
    ["met in another way of writing true", port('var.port > 1024 ? "true" : "false"'), { port: "8080" }],
    [
      "on several variables",
      `${port("var.port > var.least")}variable "least" {\n  default = 1024\n}\n`,
      { port: "8080" },
    ],
    [
      "on locals, which may come of other variables",
      `locals {\n  least = local.base + 1\n  base  = var.base\n}\n${port("var.port > local.least")}variable "base" {\n  default = 1024\n}\n`,
      { port: "8080" },
    ],
    [
      "on all locals together",
      `locals { least = 1024 }\n${port("alltrue([for least in values(local) : var.port > least])")}`,
      { port: "8080" },
    ],
    [
      "on one another, in a circle",
      `${port("var.port > var.least")}variable "least" {\n  default = 1024\n  validation {\n    condition     = var.least < var.port\n    error_message = "Too much."\n  }\n}\n`,
      { port: "8080" },
    ],
  ])("%s", (_, text, values) => {
    const { json, diagnostics } = scopeOf(text, given(values));
    expect(diagnostics).toEqual([]);
    expect(json).toMatchObject({ var: { port: 8080 } });
  });

  test("one that is not met says what the document says, and where it stands", () => {
    const { diagnostics } = scopeOf(
      port("var.port > 1024", '"${var.port} is no port for us."'),
      given({ port: "80" }),
    );
    expect(diagnostics.map(describeDiagnostic)).toEqual(['MESH1071 1:1 Invalid value for "port"']);
    expect(diagnostics[0]?.detail).toBe("80 is no port for us.");
    expect(diagnostics[0] && underlined(diagnostics[0]).related).toEqual([
      "This condition is not met. var.port > 1024",
    ]);
  });

  test("a message may be made of locals and other variables", () => {
    const text = `${port("var.port >= local.least", '"${var.who} wants ${local.least} at least."')}variable "who" {\n  default = "Ops"\n}\nlocals { least = 1024 }\n`;
    const { diagnostics } = scopeOf(text, given({ port: "80" }));
    expect(diagnostics.map(({ detail }) => detail)).toEqual(["Ops wants 1024 at least."]);
  });

  test("nothing follows from a refused value, in locals neither", () => {
    const text = `${port("var.port > 1024")}locals { ten = 10 / (var.port - 80) }\n`;
    const { diagnostics } = scopeOf(text, given({ port: "80" }));
    expect(diagnostics.map(describeDiagnostic)).toEqual(['MESH1071 1:1 Invalid value for "port"']);
  });

  test("each that is not met is reported", () => {
    const text = `variable "v" {
  default = ""
  validation {
    condition     = var.v != ""
    error_message = "One."
  }
  validation {
    condition     = length(var.v) > 2
    error_message = "Two."
  }
}
`;
    expect(scopeOf(text).diagnostics.map(({ detail }) => detail)).toEqual(["One.", "Two."]);
  });

  test("a value that is refused is unknown, so that nothing follows from it", () => {
    const text = `${port("var.port > 1024")}locals {\n  x = 1 / (var.port - 80)\n}\n`;
    expect(scopeOf(text, given({ port: "80" })).diagnostics.map(describeDiagnostic)).toEqual([
      'MESH1071 1:1 Invalid value for "port"',
    ]);
  });

  test("a condition on a value that is not known waits", () => {
    const { diagnostics } = scopeOf(port("var.port > 1024"));
    expect(diagnostics.map(describeDiagnostic)).toEqual(['MESH1063 1:1 No value for the variable "port"']);
  });
});

describe("mistakes", () => {
  test.each([
    ["a condition of another kind", port("var.port"), ["MESH1107 4:21 Invalid condition"]],
    ["a condition that is null", port("var.port == 0 ? true : null"), ["MESH1107 4:21 Invalid condition"]],
    ["a condition that fails", port("var.port.x"), ["MESH1102 4:29 Unsupported attribute"]],
    ["a condition on an undeclared local", port("var.port > local.x"), ["MESH1101 4:37 Undeclared local"]],
    [
      "a condition on a local that is made of the variable",
      `${port("var.port > local.least")}locals {\n  least = local.half * 2\n  half  = var.port / 2\n}\n`,
      ["MESH1066 10:11 Variables and locals refer to one another in a circle"],
    ],
    [
      "a condition on a local that is made of all variables",
      `${port("var.port > local.count")}locals { count = length(var) }\n`,
      ["MESH1066 8:25 Variables and locals refer to one another in a circle"],
    ],
    [
      "a message on a local that is made of the variable",
      `${port("var.port > 1024", '"Not ${local.shown}."')}locals { shown = "port \${var.port}" }\n`,
      ["MESH1066 8:26 Variables and locals refer to one another in a circle"],
    ],
    [
      "two variables that refuse one another, whichever is declared first",
      `${port("var.port == var.other")}variable "other" {\n  default = 81\n  validation {\n    condition     = var.other == var.port\n    error_message = "Differs."\n  }\n}\n`,
      ['MESH1071 1:1 Invalid value for "port"', 'MESH1071 8:1 Invalid value for "other"'],
    ],
    ["a condition on nothing", port("true"), ["MESH1072 4:21 Condition does not look at its variable"]],
    ["an empty message", port("var.port > 1024", '""'), ["MESH1069 5:21 Unsuitable error_message"]],
    ["a message that is no text", port("var.port > 1024", "[]"), ["MESH1069 5:21 Unsuitable error_message"]],
    [
      "no message",
      'variable "port" {\n  validation {\n    condition = var.port != ""\n  }\n}\n',
      ["MESH1042 2:3 Missing required argument"],
    ],
  ])("%s", (_, text, expected) => {
    expect(scopeOf(text, given({ port: "80" })).diagnostics.map(describeDiagnostic)).toEqual(expected);
  });
});
