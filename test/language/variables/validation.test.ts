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
    ["a condition on a local", port("var.port > local.x"), ["MESH1101 4:32 Unknown name"]],
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
