import { describe, expect, test } from "@jest/globals";
import { hcl1ToValue } from "../../../src/language/hcl1/hcl1-to-value.ts";
import { toPlainValue } from "../../../src/language/hcl1/hcl1-value.ts";
import { parseHcl1 } from "../../../src/language/hcl1/parse-hcl1.ts";
import { describe as describeDiagnostic } from "../language-fixtures.ts";

const mistakes: readonly (readonly [name: string, text: string, problems: readonly string[]])[] = [
  ["missing value at the end of the file", "a =", ["MESH1011 1:3 Missing value"]],
  ["missing value before the next member", "a =\nb = 1\n", ["MESH1011 1:3 Missing value"]],
  ["missing value before a brace", "a {\n  b =\n}\n", ["MESH1011 2:5 Missing value"]],
  ["text without quotes", 'Kind = service-defaults\nName = "web"\n', ["MESH1011 1:8 Text without quotes"]],
  ["null", "a = null\n", ["MESH1011 1:5 Text without quotes"]],
  ["missing equals sign", 'Kind "service-router"\nName = "web"\n', ['MESH1014 1:1 Missing "="']],
  [
    "missing equals sign before a list",
    'Name = "web"\nRoutes [ { a = 1 } ]\n',
    ["MESH1014 2:1 Neither value nor block"],
  ],
  ["name alone", "a {\n  b\n}\nc = 1\n", ["MESH1014 2:3 Neither value nor block"]],
  ["name alone at the end of the file", "a", ["MESH1014 1:1 Neither value nor block"]],
  ["colon", "a: 1\nb = 2\n", ["MESH1001 1:2 Invalid character"]],
  ["semicolon", "a = 1;\nb = 2\n", ["MESH1001 1:6 Invalid character"]],
  ["number as name", "1 = 2\nb = 3\n", ["MESH1014 1:1 Name expected"]],
  ["boolean as name", "true = 2\n", ["MESH1014 1:1 Name expected"]],
  ["value without name", "= 2\nb = 3\n", ["MESH1014 1:1 Name expected"]],
  [
    "block without name",
    "{\n  a = 1\n}\n{ b = 2 }",
    [
      "MESH1030 2:3 Invalid JSON value",
      "MESH1030 3:1 Value expected",
      "MESH1030 4:1 Extra characters after value",
    ],
  ],
  ["block without name behind a member", "x = 1\n{ b = 2 }\n", ["MESH1014 2:1 Name expected"]],
  ["duration without quotes", 'Timeout = 10s\nName = "web"\n', ["MESH1003 1:11 Invalid number"]],
  ["address without quotes", 'address = 10.0.0.1\nName = "web"\n', ["MESH1003 1:11 Invalid number"]],
  ["two commas in an object", "a { b = 1,, c = 2 }\n", ["MESH1014 1:11 Name expected"]],
  [
    "missing commas in a list",
    'a = ["x" "y" 1]\nb = ;\n',
    ["MESH1012 1:10 Missing comma", "MESH1012 1:14 Missing comma", "MESH1001 2:5 Invalid character"],
  ],
  ["member in a list", "Routes = [ Match { HTTP {} } ]\nb = 1\n", ["MESH1011 1:12 Text without quotes"]],
  ["assignment in a list", "a = [b = 1]\n", ["MESH1011 1:6 Text without quotes"]],
  ["unclosed list in an object", 'a {\n  b = ["x", "y"\n}\nc = 1\n', ["MESH1013 2:7 Unclosed list"]],
  ["unclosed list at the end of the file", "a = [1,\n", ["MESH1013 1:5 Unclosed list"]],
  [
    "unclosed list before a stray brace",
    "a = [1 }\nb = ;\n",
    ["MESH1013 1:5 Unclosed list", "MESH1001 2:5 Invalid character"],
  ],
  [
    "unclosed object in a list",
    "Splits = [\n  {\n    Weight = 1\n]\nb = 1\n",
    ["MESH1016 2:3 Unclosed object"],
  ],
  ["unclosed object", "a {\n  b = 1\n", ["MESH1016 1:3 Unclosed object"]],
  ["several unclosed objects are one mistake", "a { b { c {\n", ["MESH1016 1:11 Unclosed object"]],
  [
    "unclosed object is the one whose brace stands to the left",
    "a {\n  b {\n    c = 1\n}\nd = 1\n",
    ["MESH1016 2:5 Unclosed object"],
  ],
  ["stray brace", "a = 1\n}\nb = 2\n", ["MESH1017 2:1 Unexpected closing brace"]],
  [
    "stray bracket",
    "a = 1 ]\nb { c = 1 ] }\n",
    ["MESH1017 1:7 Unexpected closing bracket", "MESH1017 2:11 Unexpected closing bracket"],
  ],
  ["unclosed text", 'a = "x\nb = 1\n', ["MESH1005 1:5 Unclosed text"]],
  ["unclosed text at the end of the file", 'a = "x', ["MESH1005 1:5 Unclosed text"]],
  ["unclosed interpolation", 'a = "x ${b"\nc = 1\n', ["MESH1008 1:8 Unclosed interpolation"]],
  [
    "unknown escape",
    'a = "x\\y"\nb = ;\n',
    ["MESH1006 1:7 Invalid escape sequence", "MESH1001 2:5 Invalid character"],
  ],
  ["escape in an interpolation", 'a = "${ \\y }"\n', ["MESH1006 1:9 Invalid escape sequence"]],
  ["surrogate escape", 'a = "\\ud800"\n', ["MESH1006 1:6 Invalid escape sequence"]],
  ["escape beyond Unicode", 'a = "\\U00110000"\n', ["MESH1006 1:6 Invalid escape sequence"]],
  ["bytes that are no character", 'a = "\\xc3x"\n', ["MESH1006 1:6 Invalid escape sequence"]],
  ["octal escape beyond a byte", 'a = "\\400"\n', ["MESH1006 1:6 Invalid escape sequence"]],
  ["unclosed heredoc", "a = <<EOF\nx\n", ["MESH1007 1:5 Unclosed heredoc"]],
  ["heredoc closed without a newline", "a = <<EOF\nx\nEOF", ["MESH1007 1:5 Unclosed heredoc"]],
  [
    "indented heredoc closed without indentation",
    "a = <<-EOF\n  x\nEOF\n",
    ["MESH1007 1:5 Unclosed heredoc"],
  ],
  [
    "heredoc with a quoted marker",
    'a = <<"EOF"\nx\nEOF\n',
    [
      "MESH1011 1:5 Invalid heredoc",
      "MESH1014 2:1 Neither value nor block",
      "MESH1014 3:1 Neither value nor block",
    ],
  ],
  ["lone less-than sign", "a = <\nb = 1\n", ["MESH1011 1:5 Invalid heredoc"]],
  ["unclosed comment", "a = 1\n/* x\n", ["MESH1002 2:1 Unclosed comment"]],
  ["lone slash", "a = 1 / 2\nb = 1\n", ["MESH1001 1:7 Invalid character"]],
  ["single quotes", "a = 'x'\n", ["MESH1001 1:5 Invalid character"]],
  ["interpolation outside of a text", "a = ${b}\n", ["MESH1001 1:5 Invalid character"]],
  ["nul", "a = \u0000\n", ["MESH1001 1:5 Invalid character"]],
  ["nul in a text", 'a = "x\u0000y"\n', ["MESH1001 1:7 Invalid character"]],
  ["nul in a comment", "# x\u0000\na = 1\n", ["MESH1001 1:4 Invalid character"]],
  ["nul in a heredoc", "a = <<E\n\u0000\nE\n", ["MESH1001 2:1 Invalid character"]],
  ["byte order mark in the middle", "a = 1\n\ufeffb = 2\n", ["MESH1001 2:1 Invalid character"]],
  ["no-break space", "a =\u00a01\n", ["MESH1001 1:4 Invalid character"]],
  ["hexadecimal number without digits", "a = 0x\n", ["MESH1003 1:5 Invalid number"]],
  ["octal number with a 9", "a = 09\n", ["MESH1003 1:5 Invalid number"]],
  ["octal number with a 9 and something behind it", "a = 09{\nb = 1\n", ["MESH1003 1:5 Invalid number"]],
  ["exponent without digits", "a = [1e, 2]\n", ["MESH1003 1:6 Invalid number"]],
  ["exponent behind a leading point", "a = .5e3\n", ["MESH1003 1:5 Invalid number"]],
  [
    "inexact number",
    "a = 9007199254740993\nb = 0xfffffffffffffff\n",
    ["MESH1004 1:5 Number too large", "MESH1004 2:5 Number too large"],
  ],
  ["number beyond everything", "a = 1e999\n", ["MESH1004 1:5 Number too large"]],
  ["sign alone", "a = -\n", ["MESH1001 1:5 Invalid character"]],
  [
    "ten mistakes",
    'a = b\nc {\n  d = 1s\n  e = \'x\'\n  f = ["y" "z"]\n}\ng = [ { h = \n }, { i j = 1 } ]\nk = "\\y"\n}\nl = 09\nm\n',
    [
      "MESH1011 1:5 Text without quotes",
      "MESH1003 3:7 Invalid number",
      "MESH1001 4:7 Invalid character",
      "MESH1012 5:12 Missing comma",
      "MESH1011 7:11 Missing value",
      'MESH1014 8:7 Missing "="',
      "MESH1006 9:6 Invalid escape sequence",
      "MESH1017 10:1 Unexpected closing brace",
      "MESH1003 11:5 Invalid number",
      "MESH1014 12:1 Neither value nor block",
    ],
  ],
];

describe("syntax errors", () => {
  test.each(mistakes)("%s", (_name, text, problems) => {
    const { diagnostics } = parseHcl1({ filename: "entry.hcl", text });
    expect(diagnostics.map(describeDiagnostic)).toEqual(problems);
  });
});

const jsonMistakes: readonly (readonly [name: string, text: string, problems: readonly string[]])[] = [
  ["missing comma", '{\n  "a": {}\n  "b": {}\n}\n', ["MESH1030 3:3 Missing comma"]],
  ["list of documents", '[{ "Kind": "mesh" }]\n', ["MESH1033 1:1 Object expected"]],
  ["inexact number", '{ "a": 9007199254740993 }', ["MESH1004 1:8 Number too large"]],
  ["comment", '{ "a": 1 } // note', ["MESH1031 1:12 Comment in JSON"]],
  ["too deep", "[".repeat(300), ["MESH1020 1:251 Nested too deeply"]],
];

describe("syntax errors in JSON", () => {
  test.each(jsonMistakes)("%s", (_name, text, problems) => {
    const { diagnostics } = parseHcl1({ filename: "entry.json", text });
    expect(diagnostics.map(describeDiagnostic)).toEqual(problems);
  });
});

describe("a mistake hides only the member that it is in", () => {
  const cases: readonly (readonly [name: string, text: string, value: unknown])[] = [
    ["missing value", "a = \nb = 1\n", { b: 1 }],
    ["missing equals sign", 'Kind "mesh"\nName = "x"\n', { Name: "x" }],
    ["member of an object in a list", "a = [{ b = 'x'\n c = 1 }, { d = 2 }]", { a: [{ c: 1 }, { d: 2 }] }],
    ["bad number in a list", "a = [1, 09, 2]\n", { a: [1, 2] }],
    ["missing comma", 'a = ["x" "y"]\n', { a: ["x", "y"] }],
    ["unclosed list", "a {\n  b = [1\n}\nc = 1\n", { a: [{ b: [1] }], c: 1 }],
    ["unclosed object in a list", "a = [\n  { b = 1\n]\nc = 1\n", { a: [{ b: 1 }], c: 1 }],
    ["stray brace", "a = 1\n}\nb = 2\n", { a: 1, b: 2 }],
    ["unreadable character behind a member", "a = 1 ;\nb = 2\n", { a: 1, b: 2 }],
  ];
  test.each(cases)("%s", (_name, text, value) => {
    const parsed = parseHcl1({ filename: "entry.hcl", text });
    expect(parsed.diagnostics).toHaveLength(1);
    expect(plainOf(text)).toEqual(value);
  });

  test("and the object that holds it is known to lack something", () => {
    const { value } = parseHcl1({ filename: "entry.hcl", text: "a { b = }\nc {}\n" });
    const complete = value.members.map(({ value: object }) => object.kind === "object" && object.complete);
    expect(complete).toEqual([false, true]);
  });
});

function plainOf(text: string): unknown {
  return toPlainValue(hcl1ToValue(parseHcl1({ filename: "entry.hcl", text }).value).value);
}
