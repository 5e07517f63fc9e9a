import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { formatDocument } from "../../../src/language/format/format-document.ts";
import corpus from "../corpus/native-syntax.json";
import { describe as describeDiagnostic, parseText } from "../language-fixtures.ts";
import { deviations } from "./deviations.ts";
import { treeOf } from "./document-tree.ts";
import { generatedDocuments } from "./generated-documents.ts";
import recorded from "./recorded.json";

describe("formats as terraform fmt does", () => {
  const rows = recorded.rows.filter(({ name }) => !deviations.has(name));

  test.each(rows)("$name", ({ text, formatted }) => expect(format(text)).toBe(formatted));
});

describe("keeps what terraform fmt would lose", () => {
  const rows = recorded.rows.filter(({ name }) => deviations.has(name));

  test("every deviation is of a recorded document", () =>
    expect(rows.map(({ name }) => name).sort()).toEqual([...deviations.keys()].sort()));

  test.each(rows)("$name", ({ name, text, formatted }) => {
    expect(format(text)).toBe(deviations.get(name));
    expect(format(text)).not.toBe(formatted);
  });
});

describe("a formatted document", () => {
  const readable = [...recorded.rows, ...corpus].filter(
    ({ text }) => parseText(text).diagnostics.length === 0,
  );

  test.each(readable)("is in canonical style: $name", ({ text }) =>
    expect(format(format(text))).toBe(format(text)),
  );

  // What a variable's type is written as is canonical style's to choose.
  const types = ["variable types", "quoted list as type"];
  const others = readable.filter(({ name }) => !types.includes(name));

  test.each(others)("is the same tree: $name", ({ text }) => expectSameTree(text));

  test("is in canonical style, the same tree and without a comment less", () => {
    fc.assert(
      fc.property(generatedDocuments(), (text) => {
        const formatted = format(text);
        expect(format(formatted)).toBe(formatted);
        expectSameTree(text);
        expect(commentsOf(formatted)).toEqual(commentsOf(text));
      }),
      { numRuns: 500 },
    );
  });
});

test("a space that keeps a point out of a number stays", () => {
  const text = "a = 1.2 .3\n";
  expect(format(text)).toBe(text);
});

describe("leaves alone", () => {
  test.each([
    { name: "JSON by its name", filename: "mesh.json", text: '{"a":1}', because: "json" },
    { name: "JSON by its brace", filename: "<stdin>", text: ' \n{"a":1}', because: "json" },
    {
      name: "a config entry",
      filename: "web.hcl",
      text: 'Kind="service-defaults"\n',
      because: "consul-dialect",
    },
    {
      name: "a service definition",
      filename: "web.hcl",
      text: "service{\nport=1\n}\n",
      because: "consul-dialect",
    },
    {
      name: "a config entry that HCL 2 cannot read",
      filename: "web.hcl",
      text: 'Kind = "service-router"\nRoutes = [ { Match { } } ]\n',
      because: "consul-dialect",
    },
  ])("$name", ({ filename, text, because }) =>
    expect(formatDocument({ filename, text })).toEqual({ kind: "left-alone", because }),
  );
});

describe("refuses", () => {
  test.each([
    { name: "a syntax error", text: "a=1\nb={\n", mistakes: ["MESH1011 3:1 Missing expression"] },
    {
      name: "two mistakes",
      text: "a=\nb=1\nc:2\n",
      mistakes: ["MESH1011 1:3 Missing expression", "MESH1014 3:2 Neither argument nor block"],
    },
    {
      name: "deep nesting",
      text: `a=${"[".repeat(100_000)}`,
      mistakes: ["MESH1020 1:253 Nested too deeply"],
    },
    {
      name: "short lines that would all be aligned with a very long one",
      text: `a = {\n${"k".repeat(1_000_000)} = 1\n${"b = 1\n".repeat(40)}}\n`,
      mistakes: ["MESH1021 1:1 File too large to format"],
    },
    {
      name: "many deep lines",
      text: `a = ${"[\n".repeat(200)}${"1,\n".repeat(100_000)}${"]".repeat(200)}\n`,
      mistakes: ["MESH1021 1:1 File too large to format"],
    },
  ])("$name", ({ text, mistakes }) => {
    const formatted = formatDocument({ filename: "mesh.hcl", text });
    expect(formatted.kind === "invalid" && formatted.diagnostics.map(describeDiagnostic)).toEqual(mistakes);
  });
});

test("a line of a million characters is formatted", () => {
  const elements = "1,".repeat(500_000);
  expect(format(`a=[${elements}1]\n`)).toBe(`a = [${elements.replaceAll(",", ", ")}1]\n`);
});

function format(text: string): string {
  const formatted = formatDocument({ filename: "mesh.hcl", text });
  if (formatted.kind === "formatted") return formatted.text;
  throw new Error(
    formatted.kind === "invalid"
      ? formatted.diagnostics.map(describeDiagnostic).join("\n")
      : formatted.because,
  );
}

function expectSameTree(text: string): void {
  const formatted = parseText(format(text));
  expect(formatted.diagnostics).toEqual([]);
  expect(treeOf(formatted.body)).toEqual(treeOf(parseText(text).body));
}

/** All that looks like one of the comments of generated documents, in texts too. */
function commentsOf(text: string): readonly string[] {
  return text.match(/\/\* c \*\/|# h|\/\/ s {0,2}(?=\r?\n)|# c|# this/g) ?? [];
}
