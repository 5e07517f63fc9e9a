import { describe, expect, test } from "@jest/globals";
import { error, hint, warning } from "../../src/diagnostics/diagnostic.ts";
import { toTerraformJson } from "../../src/diagnostics/json-writer.ts";
import { rangeOf, sourceFile } from "./range-of.ts";

const document = sourceFile(`mesh {}

service "wéb" {
  prot = "ä" # ü
}
`);

const unsupported = error({
  code: "MESH2001",
  summary: "Unsupported argument",
  detail: `Did you mean "port"?`,
  subject: rangeOf(document, `"ä"`),
  context: rangeOf(document, document.text.slice(9, -1)),
  related: [{ message: "in this block", range: rangeOf(document, "service") }],
});

test("the shape of terraform validate -json", () => {
  expect(toTerraformJson([unsupported])).toEqual({
    format_version: "1.0",
    valid: false,
    error_count: 1,
    warning_count: 0,
    diagnostics: [
      {
        severity: "error",
        code: "MESH2001",
        summary: "Unsupported argument",
        detail: `Did you mean "port"?`,
        range: {
          filename: "mesh.hcl",
          start: { line: 4, column: 10, byte: 35 },
          end: { line: 4, column: 13, byte: 39 },
        },
        snippet: {
          context: `service "wéb"`,
          code: `  prot = "ä" # ü`,
          start_line: 4,
          highlight_start_offset: 9,
          highlight_end_offset: 13,
          values: [],
        },
        related: [
          {
            message: "in this block",
            range: {
              filename: "mesh.hcl",
              start: { line: 3, column: 1, byte: 9 },
              end: { line: 3, column: 8, byte: 16 },
            },
          },
        ],
      },
    ],
  });
});

test("without a place there is neither range nor snippet, and warnings leave it valid", () => {
  expect(
    toTerraformJson([warning({ code: "MESH5001", summary: "Old server", detail: "Update it." })]),
  ).toEqual({
    format_version: "1.0",
    valid: true,
    error_count: 0,
    warning_count: 1,
    diagnostics: [
      { severity: "warning", code: "MESH5001", summary: "Old server", detail: "Update it.", related: [] },
    ],
  });
});

test("no diagnostics is a valid document", () => {
  expect(toTerraformJson([])).toEqual({
    format_version: "1.0",
    valid: true,
    error_count: 0,
    warning_count: 0,
    diagnostics: [],
  });
});

test("diagnostics come in source order", () => {
  const first = { ...unsupported, code: "MESH2002", subject: rangeOf(document, "mesh") } as const;
  expect(toTerraformJson([unsupported, first]).diagnostics.map(({ code }) => code)).toEqual([
    "MESH2002",
    "MESH2001",
  ]);
});

describe("snippets", () => {
  const rows: readonly {
    readonly name: string;
    readonly text: string;
    readonly subject: string;
    readonly snippet: unknown;
  }[] = [
    {
      name: "a subject of several lines has all of them",
      text: "a = 1\nb {\r\n}\nc = 2\n",
      subject: "{\r\n}",
      snippet: {
        context: "b",
        code: "b {\r\n}",
        start_line: 2,
        highlight_start_offset: 2,
        highlight_end_offset: 6,
        values: [],
      },
    },
    {
      name: "a subject that ends with its line's break does not pull in the next line",
      text: "a = 1\nb = 2\n",
      subject: "1\n",
      snippet: {
        context: null,
        code: "a = 1",
        start_line: 1,
        highlight_start_offset: 4,
        highlight_end_offset: 5,
        values: [],
      },
    },
    {
      name: "a subject of too many lines has its first",
      text: `a = [\n${"  1,\n".repeat(3_000)}]\n`,
      subject: `[\n${"  1,\n".repeat(3_000)}]`,
      snippet: {
        context: null,
        code: "a = [",
        start_line: 1,
        highlight_start_offset: 4,
        highlight_end_offset: 5,
        values: [],
      },
    },
    {
      name: "a line of a minified document has none",
      text: `{"a":"${"x".repeat(10_000)}"}`,
      subject: `"a"`,
      snippet: undefined,
    },
  ];

  test.each(rows)("$name", ({ text, subject, snippet }) => {
    const diagnostic = error({
      code: "MESH1001",
      summary: "s",
      detail: "d",
      subject: rangeOf(sourceFile(text), subject),
    });
    expect(toTerraformJson([diagnostic]).diagnostics[0]?.snippet).toEqual(snippet);
  });
});

test("a hint is a warning to those who know no hints, and marked", () => {
  const json = toTerraformJson([hint({ code: "MESH3031", summary: "s", detail: "d" })]);
  expect(json).toMatchObject({ valid: true, error_count: 0, warning_count: 1 });
  expect(json.diagnostics).toEqual([
    { severity: "warning", hint: true, code: "MESH3031", summary: "s", detail: "d", related: [] },
  ]);
});

test("a fix has its place", () => {
  const range = rangeOf(document, "prot");
  const fix = { title: 'Write "port"', range, replacement: "port" };
  const [first] = toTerraformJson([error({ code: "MESH1040", summary: "s", detail: "d", fix })]).diagnostics;
  expect(first?.fix).toEqual({
    title: 'Write "port"',
    range: {
      filename: "mesh.hcl",
      start: { line: 4, column: 3, byte: 28 },
      end: { line: 4, column: 7, byte: 32 },
    },
    replacement: "port",
  });
});
