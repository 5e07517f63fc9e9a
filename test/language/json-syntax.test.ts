import { describe, expect, test } from "@jest/globals";
import { evaluate } from "../../src/language/evaluate.ts";
import type { BodySchema } from "../../src/language/body.ts";
import { toJson } from "../../src/language/value.ts";
import type { JsonValue } from "../../src/language/value.ts";
import { describe as describeDiagnostic, parseText, testScope } from "./language-fixtures.ts";

const attributes: readonly (readonly [name: string, json: string, value: JsonValue])[] = [
  ["scalars", "[1, 1.5e1, true, null]", [1, 15, true, null]],
  ["text", '"x"', "x"],
  ["template", '"${var.name}:${var.port}"', "web:8080"],
  ["single interpolation keeps the type", '"${var.port}"', 8080],
  ["escaped template", '"$${x}"', "${x}"],
  ["escapes are JSON's, not the template's", '"a\\\\n\\t${var.name}"', "a\\n\tweb"],
  ["quotes inside an interpolation", '"${upper(\\"x\\")}"', "X"],
  ["property names are templates", '{"${var.name}": 1}', { web: 1 }],
  ["comments are only for bodies", '{"//": 1}', { "//": 1 }],
];

describe("JSON attributes", () => {
  test.each(attributes)("%s", (_name, json, value) => {
    const { body, diagnostics } = parseText(`{"a": ${json}}`, "test.json");
    const attribute = body.justAttributes().value.get("a");
    expect(diagnostics).toEqual([]);
    expect(attribute && toJson(evaluate(attribute.expression, testScope).value)).toEqual(value);
  });

  test("a mistake behind escapes is found at its place", () => {
    const { body } = parseText('{"a": "\\u00e9\\n${vra}"}', "test.json");
    const attribute = body.justAttributes().value.get("a");
    const found = attribute ? evaluate(attribute.expression, testScope).diagnostics : [];
    expect(found.map(describeDiagnostic)).toEqual(["MESH1101 1:18 Unknown name"]);
  });
});

const schema: BodySchema = {
  attributes: [{ name: "port", required: false }],
  blocks: [
    { type: "mesh", labelNames: [] },
    { type: "service", labelNames: ["name"] },
    { type: "check", labelNames: ["type", "id"] },
  ],
};

const blocks: readonly (readonly [name: string, json: string, found: readonly string[]])[] = [
  ["one block", '{"mesh": {}}', ["mesh"]],
  ["several blocks", '{"mesh": [{}, {}]}', ["mesh", "mesh"]],
  ["no block", '{"mesh": null}', []],
  ["label", '{"service": {"a": {}, "b": {}}}', ["service a", "service b"]],
  ["list around labels", '{"service": [{"a": {}}, {"b": {}}]}', ["service a", "service b"]],
  ["list behind labels", '{"service": {"a": [{}, {}]}}', ["service a", "service a"]],
  ["two labels", '{"check": {"http": {"x": {}}, "tcp": [{"y": {}}]}}', ["check http x", "check tcp y"]],
  ["the same property twice", '{"mesh": {}, "mesh": {}}', ["mesh", "mesh"]],
  ["comment among labels", '{"service": {"//": "why", "a": {}}}', ["service a"]],
  ["list of documents", '[{"mesh": {}}, {"service": {"a": {}}}]', ["mesh", "service a"]],
];

describe("JSON blocks", () => {
  test.each(blocks)("%s", (_name, json, found) => {
    const { body } = parseText(json, "test.json");
    const { value, diagnostics } = body.content(schema);
    expect(diagnostics).toEqual([]);
    expect(
      value.blocks.map(({ type, labels }) => [type, ...labels.map(({ text }) => text)].join(" ")),
    ).toEqual(found);
  });
});

const mistakes: readonly (readonly [name: string, json: string, problems: readonly string[]])[] = [
  ["empty file", "", ["MESH1030 1:1 Value expected"]],
  ["comment", '{\n  // why\n  "port": 1\n}', ["MESH1031 2:3 Comment in JSON"]],
  ["block comment", '{ /* why */ "port": 1 }', ["MESH1031 1:3 Comment in JSON"]],
  ["trailing comma in object", '{"port": 1,}', ["MESH1032 1:11 Trailing comma in JSON"]],
  ["trailing comma in list", '{"port": [1,\n]}', ["MESH1032 1:12 Trailing comma in JSON"]],
  ["missing comma", '{"port": 1\n "mesh": {}}', ["MESH1030 2:2 Missing comma"]],
  ["missing colon", '{"port" 1}', ["MESH1030 1:9 Missing colon"]],
  ["unclosed text", '{"port": "x\n}', ["MESH1030 1:10 Unclosed text"]],
  ["unquoted value", '{"port": x}', ["MESH1030 1:10 Invalid JSON value"]],
  ["behind the end", "{} {}", ["MESH1030 1:4 Extra characters after value"]],
  [
    "mistakes on several lines",
    '{\n"port": x,\n"mesh" {},\n"a": 1\n}',
    ["MESH1030 2:9 Invalid JSON value", "MESH1030 3:8 Missing colon"],
  ],
  ["number as document", "1", ["MESH1033 1:1 Object expected"]],
  ["unknown property", '{"prot": 1}', ["MESH1040 1:2 Unsupported argument"]],
  ["duplicate attribute", '{"port": 1, "port": 2}', ["MESH1018 1:13 Duplicate argument"]],
  ["text instead of block", '{"mesh": "x"}', ["MESH1033 1:10 Object expected"]],
  ["text instead of labels", '{"service": "x"}', ["MESH1033 1:13 Labels expected"]],
  ["broken template", '{"port": "${"}', ["MESH1011 1:13 Missing expression"]],
  ["inexact number", '{"port": 9007199254740993}', ["MESH1004 1:10 Number too large"]],
];

describe("JSON mistakes", () => {
  test.each(mistakes)("%s", (_name, json, problems) => {
    const { body, diagnostics } = parseText(json, "test.json");
    const found = diagnostics.length > 0 ? diagnostics : body.content(schema).diagnostics;
    expect(found.map(describeDiagnostic)).toEqual(problems);
  });
});
