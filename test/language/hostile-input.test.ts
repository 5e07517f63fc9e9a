import { describe, expect, test } from "@jest/globals";
import { parseText, evaluateText } from "./language-fixtures.ts";
import { MAX_SOURCE_LENGTH } from "../../src/language/limits.ts";

const many = 100_000;

// Each would overflow the stack, or take time quadratic in its length, if it were not bounded.
const inputs: readonly (readonly [name: string, text: string, codes: readonly string[]])[] = [
  ["brackets", `a = ${"[".repeat(many)}\n`, ["MESH1020"]],
  ["closed brackets", `a = ${"[".repeat(many)}${"]".repeat(many)}\n`, ["MESH1020"]],
  ["braces", `a = ${"{a=".repeat(many)}\n`, ["MESH1020"]],
  ["parentheses", `a = ${"(".repeat(many)}1${")".repeat(many)}\n`, ["MESH1020"]],
  ["calls", `a = ${"f(".repeat(many)}\n`, ["MESH1020"]],
  ["indexes", `a = ${"b[".repeat(many)}\n`, ["MESH1020"]],
  ["signs", `a = ${"-".repeat(many)}1\n`, ["MESH1020"]],
  ["conditionals", `a = ${"b ? 1 : ".repeat(many)}2\n`, ["MESH1020"]],
  ["templates", `a = ${'"${'.repeat(many)}\n`, ["MESH1020"]],
  ["directives", `a = "${"%{if b}".repeat(many)}"\n`, ["MESH1020"]],
  ["splats", `a = b${"[*]".repeat(many)}\n`, ["MESH1020"]],
  ["blocks", "b {\n".repeat(many), ["MESH1020"]],
  ["for expressions", `a = ${"[for a in ".repeat(many)}\n`, ["MESH1020"]],
  [
    "stray closing braces",
    "}\n".repeat(many),
    [...Array.from({ length: 1000 }, () => "MESH1017"), "MESH1024"],
  ],
  [
    "mistakes without end",
    "a = ;\n".repeat(many),
    [...Array.from({ length: 1000 }, () => "MESH1001"), "MESH1024"],
  ],
  ["long line of operators", `a = 1${" + 1".repeat(many)}\n`, []],
  ["long traversal", `a = b${".c".repeat(many)}\n`, []],
  ["long name", `${"a".repeat(many)} = 1\n`, []],
  ["long number", `a = ${"9".repeat(many)}\n`, ["MESH1004"]],
  ["long list", `a = [${"1, ".repeat(many)}]\n`, []],
  ["many labels", `b ${'"x" '.repeat(many)}{\n}\n`, []],
  ["many arguments", Array.from({ length: many }, (_, index) => `a${index} = 1\n`).join(""), []],
  ["many empty lines", "\n".repeat(many), []],
  ["unclosed text with interpolations", `a = "${"${b}".repeat(many)}\n`, ["MESH1005"]],
  [
    "heredocs within a broken one, in blocks without their braces",
    `${"locals {\n  text = <<EOT\n%{ for a in b ~}\n".repeat(1_000)}EOT\n}\nservice "api" {\n`,
    ["MESH1020", "MESH1016"],
  ],
  [
    "unclosed heredocs one after the other",
    `a {\n${"}\nb {\n  c = <<-EOT\n    ${d} e\n".repeat(20_000)}}\n`,
    Array.from({ length: 1_001 }, (_, index) => (index < 1_000 ? "MESH1007" : "MESH1024")),
  ],
  ["heredoc of many lines", `a = <<EOT\n${"x\n".repeat(many)}`, ["MESH1007"]],
];

describe("deep and huge input gives a clear answer", () => {
  test.each(inputs)("%s", (_name, text, codes) => {
    expect(parseText(text).diagnostics.map(({ code }) => code)).toEqual(codes);
  });

  test.each([
    ["nested JSON", "[".repeat(many)],
    ["JSON with closing brackets of the wrong kind", '{"a":[}, '.repeat(many)],
    ["JSON closed the wrong way round", '{"a":[{"b":1}}] ,'.repeat(many)],
  ])("%s", (_name, text) => {
    const { diagnostics } = parseText(text, "deep.json");
    expect(diagnostics.map(({ code }) => code)).toEqual(["MESH1020"]);
  });

  test("a file beyond the limit is not read", () => {
    const { diagnostics } = parseText(" ".repeat(MAX_SOURCE_LENGTH + 1));
    expect(diagnostics.map(({ code }) => code)).toEqual(["MESH1021"]);
  });

  test.each([
    ["operators", `1${" + 1".repeat(many)}`],
    ["else branches", `true ? 1 : ${"false ? 1 : ".repeat(200)}2`],
    ["brackets", `${"[".repeat(200)}${"]".repeat(200)}`],
  ])("what is accepted can be evaluated: %s", (_name, expression) => {
    expect(evaluateText(expression).diagnostics).toEqual([]);
  });

  test("nested JSON in a text", () => {
    const { diagnostics } = evaluateText(`jsondecode("${"[".repeat(many)}")`);
    expect(diagnostics.map(({ code }) => code)).toEqual(["MESH1114"]);
  });
});
