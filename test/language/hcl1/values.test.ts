import { describe, expect, test } from "@jest/globals";
import { hcl1ToValue } from "../../../src/language/hcl1/hcl1-to-value.ts";
import { asElements, asSingle, toPlainValue } from "../../../src/language/hcl1/hcl1-value.ts";
import type { Hcl1Value } from "../../../src/language/hcl1/hcl1-value.ts";
import { parseHcl1 } from "../../../src/language/hcl1/parse-hcl1.ts";
import { describe as describeDiagnostic } from "../language-fixtures.ts";
import { readHcl1, valueOf } from "./hcl1-fixtures.ts";

const values: readonly (readonly [name: string, text: string, value: unknown])[] = [
  ["nothing", "# only a comment", {}],
  ["byte order mark at the beginning", "\ufeffa = 1", { a: 1 }],
  ["carriage returns", 'a = 1\r\nb = "x"\r\n', { a: 1, b: "x" }],
  ["members on one line", 'a = 1 b = 2, c { d = "x" }', { a: 1, b: 2, c: [{ d: "x" }] }],
  ["values on the next line", "a\n=\n1\nb\n{\n}\n", { a: 1, b: [{}] }],
  ["quoted names", '"a b" = 1\n"" { "*" = 2 }', { "a b": 1, "": [{ "*": 2 }] }],
  [
    "name that objects have",
    '__proto__ { a = 1 }\nconstructor = "x"',
    JSON.parse('{"__proto__":[{"a":1}],"constructor":"x"}'),
  ],
  ["comments in three forms", "a = /* one */ 1 # two\n// three\nb = 2 /**/", { a: 1, b: 2 }],
  [
    "whole numbers",
    "a = [0, -7, 0x1F, -0X1f, 0755, 9007199254740991]",
    { a: [0, -7, 31, -31, 493, 9007199254740991] },
  ],
  ["fractions", "a = [1.5, 5., .25, 1e3, 1.5E-2, 012.5]", { a: [1.5, 5, 0.25, 1000, 0.015, 12.5] }],
  [
    "escapes",
    '"a" = "\\a\\b\\f\\n\\r\\t\\v\\"\\\\\\x41\\101\\u00e9\\U0001F600\\xc3\\xa9"',
    { a: '\u0007\b\f\n\r\t\v"\\AA\u00e9\u{1F600}\u00e9' },
  ],
  ["interpolation is text", 'a = "${upper("x")} $ {} $${y}"', { a: '${upper("x")} $ {} $${y}' }],
  ["interpolation over lines keeps escapes", 'a = "${\r\n\\n}"', { a: "${\n\\n}" }],
  ["heredoc", "a = <<EOF\n x\n  y\nEOF\nb = 1", { a: " x\n  y\n", b: 1 }],
  ["heredoc with an indented marker", "a = <<EOF\nx\n  EOF\n", { a: "x\n  " }],
  ["empty heredoc", "a = <<EOF\nEOF\n", { a: "" }],
  ["indented heredoc", "a = <<-EOF\n    x\n      y\n    EOF\n", { a: "x\n  y\n" }],
  ["indented heredoc with a line further left", "a = <<-EOF\n    x\n  y\n    EOF\n", { a: "    x\n  y\n" }],
  ["indented heredoc with a blank line", "a = <<-EOF\n  x\n\n  y\n  EOF\n", { a: "  x\n\n  y\n" }],
  ["heredoc with carriage returns", "a = <<EOF\r\nx\r\nEOF\r\n", { a: "x\n" }],
  ["marker inside a line", "a = <<EOF\nEOF x\nxEOF\nEOF\n", { a: "EOF x\nxEOF\n" }],
  ["object with and without equals sign", "a = { b = 1 }\nc { b = 1 }", { a: [{ b: 1 }], c: [{ b: 1 }] }],
  ["objects in a list", "a = [{ b { c = 1 } }, {}]", { a: [{ b: [{ c: 1 }] }, {}] }],
  ["lists in a list", "a = [[1], [2] [], [{ b { } }]]", { a: [[1], [2], [], [{ b: [{}] }]] }],
  ["commas in excess", "a = [, 1,, 2,]", { a: [1, 2] }],
  ["repeated blocks", "a { b = 1 }\nx = 1\na { b = 2 }", { a: [{ b: 1 }, { b: 2 }], x: 1 }],
  [
    "block and list of objects",
    "a { b = 1 }\na = [{ b = 2 }, { b = 3 }]",
    { a: [{ b: 1 }, { b: 2 }, { b: 3 }] },
  ],
  ["list and block", "a = [1]\na { b = 2 }\na = []", { a: [1, { b: 2 }] }],
  ["label", 'a "x" { b = 1 }', { a: [{ x: [{ b: 1 }] }] }],
  ["labels", "a x y { b = 1 }", { a: [{ x: [{ y: [{ b: 1 }] }] }] }],
  ["repeated labels", 'a "x" { b = 1 }\na "x" { b = 2 }', { a: [{ x: [{ b: 1 }] }, { x: [{ b: 2 }] }] }],
  ["same name in other letters", "Name = 1\nname = 2", { Name: 1, name: 2 }],
];

describe("what the decoder sees", () => {
  test.each(values)("%s", (_name, text, value) => expect(valueOf(text)).toEqual(value));

  test("JSON keeps objects as they are", () => {
    const text = '{ "a": { "b": [{ "c": null }, 1.5, "x", true] }, "a b": {} }';
    expect(valueOf(text, "entry.json")).toEqual({ a: { b: [{ c: null }, 1.5, "x", true] }, "a b": {} });
  });

  test("what begins with a brace is JSON, whatever its name", () =>
    expect(valueOf('\ufeff\n {"a": {}}', "entry.hcl")).toEqual({ a: {} }));
});

const repeated: readonly (readonly [
  name: string,
  text: string,
  value: unknown,
  problems: readonly string[],
])[] = [
  ["same kind", "a = 1\na = 2\n", { a: 2 }, ["MESH1018 1:1 Value without effect"]],
  [
    "three times",
    "a = 1\na = 2\na = 3",
    { a: 3 },
    ["MESH1018 1:1 Value without effect", "MESH1018 2:1 Value without effect"],
  ],
  ["other kind", 'a = 1\na = "x"\n', { a: 1 }, ["MESH1050 2:1 Conflicting values"]],
  ["text and object", 'a = "x"\na {}\n', { a: "x" }, ["MESH1050 2:1 Conflicting values"]],
  ["object and list of texts", 'a {}\na = ["x"]\n', { a: {} }, ["MESH1050 2:1 Conflicting values"]],
  ["list and text", 'a = []\na = "x"\n', { a: [] }, ["MESH1050 2:1 Conflicting values"]],
  ["with and without label", 'a "x" {}\na {}\n', { a: {} }, ["MESH1050 2:1 Conflicting values"]],
];

describe("a repeated name", () => {
  test.each(repeated)("%s", (_name, text, value, problems) => {
    const read = readHcl1(text);
    expect(read.diagnostics.map(describeDiagnostic)).toEqual(problems);
    expect(read.value).toEqual(value);
  });

  test("in JSON the last counts, whatever its kind", () => {
    const { value, diagnostics } = readHcl1('{ "a": {}, "a": 1 }', "entry.json");
    expect(diagnostics.map(describeDiagnostic)).toEqual(["MESH1018 1:3 Value without effect"]);
    expect(value).toEqual({ a: 1 });
  });
});

describe("for a schema", () => {
  test("a list of one stands for its element, and anything for a list of one", () => {
    const entry = (name: string): Hcl1Value => {
      const text = 'one { x = 1 }\ntwo {}\ntwo {}\ntext = "y"\nempty = []\n';
      const found = hcl1ToValue(parseHcl1({ filename: "entry.hcl", text }).value).value.entries.get(name);
      if (!found) throw new Error(name);
      return found.value;
    };
    expect(toPlainValue(asSingle(entry("one")))).toEqual({ x: 1 });
    expect(toPlainValue(asSingle(entry("two")))).toEqual([{}, {}]);
    expect(toPlainValue(asSingle(entry("empty")))).toEqual([]);
    expect(toPlainValue(asSingle(entry("text")))).toBe("y");
    expect(asElements(entry("one")).map(toPlainValue)).toEqual([{ x: 1 }]);
    expect(asElements(entry("text")).map(toPlainValue)).toEqual(["y"]);
    expect(asElements(entry("empty"))).toEqual([]);
  });

  test("every part has its place", () => {
    const text = 'Kind = "x"\nRoutes = [\n  { Match { "a" = 0x10 } },\n]\nRoutes { b = <<E\nline\nE\n}\n';
    const { value } = hcl1ToValue(parseHcl1({ filename: "entry.hcl", text }).value);
    expect(placesOf(value)).toEqual([
      "Kind: Kind",
      '"x"',
      "Routes: Routes",
      text.slice(text.indexOf("["), -1),
      '{ Match { "a" = 0x10 } }',
      "Match: Match",
      '{ "a" = 0x10 }',
      '{ "a" = 0x10 }',
      'a: "a"',
      "0x10",
      text.slice(text.indexOf("{ b"), -1),
      "b: b",
      "<<E\nline\nE\n",
    ]);
  });
});

/** What the ranges of a value cover, from the top down. */
function placesOf(value: Hcl1Value): readonly string[] {
  const own = ({ file, start, end }: Hcl1Value["range"]) => file.text.slice(start, end);
  if (value.kind === "scalar") return [own(value.range)];
  if (value.kind === "list") return [own(value.range), ...value.elements.flatMap(placesOf)];
  const whole = value.range.start === 0 ? [] : [own(value.range)];
  return [
    ...whole,
    ...[...value.entries].flatMap(([name, entry]) => [
      `${name}: ${own(entry.nameRange)}`,
      ...placesOf(entry.value),
    ]),
  ];
}
