import { describe, expect, test } from "@jest/globals";
import { describe as describeDiagnostic, parseText } from "./language-fixtures.ts";

const mistakes: readonly (readonly [name: string, text: string, problems: readonly string[]])[] = [
  ["unclosed block", "service {\n  a = 1\n", ["MESH1016 1:9 Unclosed block"]],
  ["missing value", "a = 1\nb =\nc = 3\n", ["MESH1011 2:4 Missing expression"]],
  ["duplicate argument", "a = 1\na = 2\n", ["MESH1018 2:1 Duplicate argument"]],
  ["invalid expression", "a = *\n", ["MESH1011 1:5 Invalid expression"]],
  ["invalid character", "a = 1 ; b = 2\n", ["MESH1001 1:7 Invalid character"]],
  ["nul", "a = \u0000\n", ["MESH1001 1:5 Invalid character"]],
  ["single quotes", "a = 'x'\n", ["MESH1001 1:5 Invalid character"]],
  ["typographic quotes", "a = “x”\n", ["MESH1001 1:5 Invalid character"]],
  ["column counts what a reader sees", 'a = "👩‍👩‍👧" ; \n', ["MESH1001 1:9 Invalid character"]],
  ["unclosed comment", "a = 1\n/* x\n", ["MESH1002 2:1 Unclosed comment"]],
  ["number with two points", "a = 1.2.3\n", ["MESH1003 1:5 Invalid number"]],
  ["number with unit", "a = 10s\n", ["MESH1003 1:5 Invalid number"]],
  ["inexact number", "a = 9007199254740993\n", ["MESH1004 1:5 Number too large"]],
  ["number beyond everything", "a = 1e999\n", ["MESH1004 1:5 Number too large"]],
  ["unclosed text", 'a = "x\nb = 1\n', ["MESH1005 1:5 Unclosed text"]],
  ["unknown escape", 'a = "x\\y"\n', ["MESH1006 1:7 Invalid escape sequence"]],
  ["surrogate escape", 'a = "\\ud800"\n', ["MESH1006 1:6 Invalid escape sequence"]],
  ["unclosed heredoc", "a = <<EOT\nx\n", ["MESH1007 1:7 Unclosed heredoc"]],
  ["unclosed interpolation", 'a = "x ${b"\nc = 1\n', ["MESH1008 1:8 Unclosed interpolation"]],
  ["two values in interpolation", 'a = "${b c}"\n', ["MESH1008 1:10 Extra characters in interpolation"]],
  ["unknown directive", 'a = "%{ while b }"\n', ["MESH1009 1:9 Invalid template directive"]],
  ["endif alone", 'a = "%{ endif }"\n', ["MESH1010 1:6 Unexpected endif directive"]],
  ["if without endif", 'a = "%{ if b }x"\n', ["MESH1010 1:6 Unclosed if directive"]],
  ["missing comma in list", "a = [1 2]\n", ["MESH1012 1:8 Missing item separator"]],
  ["missing comma in object", "a = { b = 1 c = 2 }\n", ["MESH1012 1:13 Missing item separator"]],
  ["missing comma in call", "a = f(1 2)\n", ["MESH1012 1:9 Missing argument separator"]],
  ["unclosed list at the end", "a = [1,\n", ["MESH1011 2:1 Missing expression"]],
  ["unclosed parenthesis", "a = (1\n", ["MESH1013 2:1 Unbalanced parentheses"]],
  ["unclosed index", "a = b[0\n", ["MESH1013 2:1 Missing close bracket on index"]],
  ["colon instead of equals", "a: 1\n", ["MESH1014 1:2 Neither argument nor block"]],
  ["name alone", "a\n", ["MESH1014 1:1 Neither argument nor block"]],
  ["quoted name", '"a" = 1\n', ["MESH1014 1:1 Quoted argument name"]],
  ["number as item", "1 = 2\n", ["MESH1014 1:1 Argument or block expected"]],
  [
    "brace on the next line",
    "b\n{\n}\n",
    ["MESH1014 1:1 Neither argument nor block", "MESH1014 2:1 Argument or block expected"],
  ],
  [
    "two arguments in a single-line block",
    "b { a = 1, c = 2 }\n",
    ["MESH1014 1:10 Invalid single-line block"],
  ],
  ["two arguments on a line", "a = 1 b = 2\n", ["MESH1015 1:7 Missing newline"]],
  ["brace behind an argument", "b {\n  a = 1 }\nc = 2\n", ["MESH1015 2:9 Missing newline"]],
  ["stray brace", "a = 1\n}\nb = 2\n", ["MESH1017 2:1 Unexpected closing brace"]],
  ["template as label", 'b "${x}" {\n}\n', ["MESH1019 1:3 Template in block label"]],
  ["for without in", "a = [for v b: v]\n", ["MESH1022 1:12 Invalid for expression"]],
  ["arrow in a list", "a = [for k, v in b: k => v]\n", ["MESH1022 1:23 Invalid for expression"]],
  ["no name behind the dot", "a = b.\n", ["MESH1023 1:7 Invalid attribute name"]],
  ["two legacy indexes", "a = b.0.1\n", ["MESH1023 1:8 Invalid legacy index"]],
  ["nested attribute splats", "a = b.*.c.*\n", ["MESH1023 1:10 Nested attribute splat"]],
];

describe("syntax errors", () => {
  test.each(mistakes)("%s", (_name, text, problems) => {
    expect(parseText(text).diagnostics.map(describeDiagnostic)).toEqual(problems);
  });

  test("every detail has a second sentence, the way out, and no summary a full stop", () => {
    const found = mistakes.flatMap(([, text]) => parseText(text).diagnostics);
    expect(
      found.filter(({ detail, summary }) => !/[.:;].*\S[.)}"…]$/s.test(detail) || summary.endsWith(".")),
    ).toEqual([]);
  });

  test("a duplicate argument names the first", () => {
    const [diagnostic] = parseText("a = 1\na = 2\n").diagnostics;
    expect(diagnostic?.related.map(({ message, range }) => [message, range.start, range.end])).toEqual([
      ["set first here", 0, 1],
    ]);
  });
});

describe("recovery", () => {
  test("ten mistakes give ten diagnostics, in source order", () => {
    const text = [
      'service "one" {',
      "  port =",
      '  name = "unclosed',
      "}",
      'service "two" {',
      "  tags = [1 2]",
      "  meta = { a = 1 b = 2 }",
      "  host: 1",
      "  x = (1 + ",
      "  y = 2",
      "}",
      'service "three" {',
      "  port = 10s",
      "  z = 1.2.3",
      "  port = 3",
      "  upstream {",
      "    a = *",
      "    b = f(1 2)",
      "  }",
      "}",
      'service "four" {',
      "  good = 1",
      "}",
      "",
    ].join("\n");
    expect(parseText(text).diagnostics.map(describeDiagnostic)).toEqual([
      "MESH1011 2:9 Missing expression",
      "MESH1005 3:10 Unclosed text",
      "MESH1012 6:13 Missing item separator",
      "MESH1012 7:18 Missing item separator",
      "MESH1014 8:7 Neither argument nor block",
      "MESH1013 10:5 Unbalanced parentheses",
      "MESH1003 13:10 Invalid number",
      "MESH1003 14:7 Invalid number",
      "MESH1018 15:3 Duplicate argument",
      "MESH1011 17:9 Invalid expression",
      "MESH1012 18:13 Missing argument separator",
    ]);
  });

  test.each([
    ["unclosed list before blocks", "a = [1,\nb {\n}\nc {\n}\n", ["b", "c"]],
    ["unclosed list before arguments", "x {\n}\na = [1, 2\nb {\n}\n", ["x", "b"]],
    ["broken header hides its block only", 'a "x {\n  b = 1\n}\nc {\n}\n', ["c"]],
    ["unclosed interpolation", 'a = "${b"\nc {\n}\n', ["c"]],
    ["bracket that closes another", "a = [1, (2]\nb {\n}\n", ["b"]],
  ])("%s", (_name, text, blocks) => {
    const { body, diagnostics } = parseText(text);
    const found = body.itemNames().filter((name) => name !== "a");
    expect({ found, mistakes: diagnostics.length }).toEqual({ found: blocks, mistakes: expect.any(Number) });
    expect(diagnostics.length).toBeGreaterThan(0);
  });

  test("what a syntax error hid is not reported as missing", () => {
    const { body } = parseText("b {\n  1x = 2\n}\n");
    const schema = { attributes: [], blocks: [{ type: "b", labelNames: [] }] };
    const inner = body.content(schema).value.blocks[0]?.body;
    expect(inner?.content({ attributes: [{ name: "x", required: true }], blocks: [] }).diagnostics).toEqual(
      [],
    );
  });

  test("an unclosed block is found by its indentation", () => {
    const text = "a {\n  b {\n    c = 1\n}\nd {\n}\n";
    expect(parseText(text).diagnostics.map(describeDiagnostic)).toEqual(["MESH1016 2:5 Unclosed block"]);
  });
});
