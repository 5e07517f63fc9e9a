import { describe, expect, test } from "@jest/globals";
import type { BodySchema } from "../../src/language/body.ts";
import { describe as describeDiagnostic, parseText } from "./language-fixtures.ts";

const schema: BodySchema = {
  attributes: [
    { name: "port", required: true },
    { name: "tags", required: false },
  ],
  blocks: [
    { type: "check", labelNames: ["type"] },
    { type: "meta", labelNames: [] },
  ],
};

const mistakes: readonly (readonly [name: string, text: string, problems: readonly string[]])[] = [
  ["nothing wrong", 'port = 1\ncheck "http" {\n}\nmeta {\n}\n', []],
  ["missing argument", "", ["MESH1042 1:1 Missing required argument"]],
  ["unknown argument", "port = 1\nprot = 2\n", ["MESH1040 2:1 Unsupported argument"]],
  ["unknown block", "port = 1\nchekc {\n}\n", ["MESH1041 2:1 Unsupported block type"]],
  ["argument as block", "port {\n}\n", ["MESH1043 1:1 Argument written as a block"]],
  ["block as argument", "port = 1\nmeta = {}\n", ["MESH1044 2:1 Block written as an argument"]],
  ["missing label", "port = 1\ncheck {\n}\n", ['MESH1045 2:1 Missing type for "check"']],
  ["extraneous label", 'port = 1\nmeta "x" "y" {\n}\n', ['MESH1045 2:6 Too many labels for "meta"']],
  [
    "in source order",
    "x = 1\nport = 2\ny {\n}\nz = 3\n",
    [
      "MESH1040 1:1 Unsupported argument",
      "MESH1041 3:1 Unsupported block type",
      "MESH1040 5:1 Unsupported argument",
    ],
  ],
];

describe("a body against a schema", () => {
  test.each(mistakes)("%s", (_name, text, problems) => {
    expect(parseText(text).body.content(schema).diagnostics.map(describeDiagnostic)).toEqual(problems);
  });

  test("partial content leaves unknown names to another reader", () => {
    expect(parseText("port = 1\nx = 2\ny {\n}\n").body.partialContent(schema).diagnostics).toEqual([]);
  });

  test("blocks come in source order with labels and ranges", () => {
    const { body } = parseText('port = 1\ncheck "b" {\n  x = 1\n}\nmeta {}\ncheck a { y = 2 }\n');
    const { blocks } = body.content(schema).value;
    const shown = blocks.map(({ headerRange, body: inner }) => {
      return [headerRange, inner.range].map(({ file, start, end }) => file.text.slice(start, end));
    });
    expect(shown).toEqual([
      ['check "b"', "\n  x = 1\n"],
      ["meta", ""],
      ["check a", " y = 2 "],
    ]);
  });
});
