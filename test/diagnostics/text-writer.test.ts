import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { error, hint, warning } from "../../src/diagnostics/diagnostic.ts";
import { displayWidth } from "../../src/diagnostics/display-text.ts";
import { writeText } from "../../src/diagnostics/text-writer.ts";
import { spanning } from "../../src/diagnostics/source-file.ts";
import { rangeOf, sourceFile } from "./range-of.ts";

const plain = { color: "never" } as const;

const document = sourceFile(`mesh {
  datacenter = "dc1"
}

service "web" {
  port     = 8080
  protocol = "http"
  meta     = {}
  limits   = 3
  prot     = "http"
}

service "web" {
  port = 1
}
`);

const unsupported = error({
  code: "MESH2001",
  summary: "Unsupported argument",
  detail: `An argument named "prot" is not expected here. Did you mean "port"?`,
  subject: rangeOf(document, "prot  "),
});

const goldens: readonly {
  readonly name: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly text: string;
}[] = [
  { name: "nothing wrong writes nothing", diagnostics: [], text: "" },
  {
    name: "a subject on one line",
    diagnostics: [{ ...unsupported, subject: rangeOf(document, "prot") }],
    text: `Error[MESH2001]: Unsupported argument
 --> mesh.hcl:7:3
  |
7 |   protocol = "http"
  |   ^^^^

An argument named "prot" is not expected here. Did you mean "port"?

1 error
`,
  },
  {
    name: "the context's head and nearest lines stand around the subject, the rest is left out",
    diagnostics: [
      {
        ...unsupported,
        detail: "",
        context: spanning(rangeOf(document, "service"), rangeOf(document, `"http"\n}`)),
      },
    ],
    text: `Error[MESH2001]: Unsupported argument
  --> mesh.hcl:10:3
   |
 5 | service "web" {
   ...
 8 |   meta     = {}
 9 |   limits   = 3
10 |   prot     = "http"
   |   ^^^^^^
11 | }

1 error
`,
  },
  {
    name: "a related place is a note in the same gutter",
    diagnostics: [
      error({
        code: "MESH3001",
        summary: "Service declared twice",
        detail: "Rename one of the two.",
        subject: {
          file: document,
          start: document.text.lastIndexOf(`"web"`),
          end: document.text.lastIndexOf(`"web"`) + 5,
        },
        related: [{ message: "first declared here", range: rangeOf(document, `"web"`) }],
      }),
    ],
    text: `Error[MESH3001]: Service declared twice
  --> mesh.hcl:13:9
   |
13 | service "web" {
   |         ^^^^^

note: first declared here
  --> mesh.hcl:5:9
   |
 5 | service "web" {
   |         -----

Rename one of the two.

1 error
`,
  },
  {
    name: "a subject of several lines is underlined to the end of its first",
    diagnostics: [
      warning({
        code: "MESH3002",
        summary: "Unused block",
        detail: "",
        subject: rangeOf(document, `mesh {\n  datacenter = "dc1"\n}`),
      }),
    ],
    text: `Warning[MESH3002]: Unused block
 --> mesh.hcl:1:1
  |
1 | mesh {
  | ^^^^^^
  ...

1 warning
`,
  },
  {
    name: "source order, those without a place last, both severities counted",
    diagnostics: [
      error({ code: "MESH5001", summary: "No store", detail: "Start one." }),
      warning({ code: "MESH2009", summary: "Odd port", detail: "", subject: rangeOf(document, "8080") }),
      error({ code: "MESH2008", summary: "Bad name", detail: "", subject: rangeOf(document, "dc1") }),
    ],
    text: `Error[MESH2008]: Bad name
 --> mesh.hcl:2:17
  |
2 |   datacenter = "dc1"
  |                 ^^^

Warning[MESH2009]: Odd port
 --> mesh.hcl:6:14
  |
6 |   port     = 8080
  |              ^^^^

Error[MESH5001]: No store

Start one.

2 errors, 1 warning
`,
  },
  {
    name: "an empty range at the end of the document has one caret",
    diagnostics: [
      error({
        code: "MESH1001",
        summary: "Unclosed block",
        detail: "",
        subject: { file: sourceFile("mesh {"), start: 6, end: 6 },
      }),
    ],
    text: `Error[MESH1001]: Unclosed block
 --> mesh.hcl:1:7
  |
1 | mesh {
  |       ^

1 error
`,
  },
];

describe("goldens", () => {
  test.each(goldens)("$name", ({ diagnostics, text }) => {
    expect(writeText(diagnostics, plain)).toBe(text);
  });
});

const underlines: readonly {
  readonly name: string;
  readonly line: string;
  readonly subject: string;
  readonly shown: string;
}[] = [
  { name: "tabs", line: "\tprot\t= 1", subject: "prot", shown: "    prot    = 1\n    ^^^^" },
  { name: "a tab under the mark", line: "a\tb", subject: "\tb", shown: "a   b\n ^^^^" },
  { name: "wide characters", line: `名前 = "値"`, subject: "値", shown: `名前 = "値"\n        ^^` },
  { name: "combining characters", line: "cafe\u0301 = x", subject: "x", shown: "cafe\u0301 = x\n       ^" },
  { name: "emoji of several code points", line: "👩‍👩‍👧 = x", subject: "x", shown: "👩‍👩‍👧 = x\n     ^" },
  { name: "a subject inside a cluster", line: "e\u0301 = 1", subject: "\u0301", shown: "e\u0301 = 1\n^" },
  { name: "Windows line endings", line: "a = 1\r", subject: "1", shown: "a = 1\n    ^" },
  { name: "an escape sequence", line: "\u001b[2Jx = 1", subject: "x", shown: "␛[2Jx = 1\n    ^" },
  { name: "a right-to-left override", line: "\u202ex = 1", subject: "x", shown: "<U+202E>x = 1\n        ^" },
  { name: "a C1 control", line: "\u009b2Jx", subject: "x", shown: "<U+009B>2Jx\n          ^" },
  { name: "a lone surrogate", line: "\ud800x", subject: "x", shown: "\ufffdx\n ^" },
  { name: "a mark without its letter", line: "\u0301x", subject: "x", shown: "◌\u0301x\n ^" },
  {
    name: "a cluster of a hundred marks",
    line: `e${"\u0301".repeat(100)}x`,
    subject: "x",
    shown: "\ufffdx\n ^",
  },
];

describe("the underline stands under what it marks, by columns", () => {
  test.each(underlines)("$name", ({ line, subject, shown }) => {
    const file = sourceFile(line + "\n");
    expect(snippetOf(writeText([{ ...unsupported, subject: rangeOf(file, subject) }], plain))).toBe(shown);
  });
});

const longLines: readonly {
  readonly name: string;
  readonly line: string;
  readonly subject: string;
  readonly shown: string;
}[] = [
  {
    name: "at its end when the subject is in front",
    line: `{"bad":${"1".repeat(500)}}`,
    subject: `"bad"`,
    shown: `{"bad":1111111111111111111111111111…\n ^^^^^`,
  },
  {
    name: "on both sides of a subject in the middle",
    line: `${"a".repeat(5000)}bad${"c".repeat(5000)}`,
    subject: "bad",
    shown: `…${"a".repeat(24)}bad${"c".repeat(7)}…\n${" ".repeat(25)}^^^`,
  },
  {
    name: "through a subject that does not fit",
    line: `${"a".repeat(50)}${"b".repeat(500)}`,
    subject: "b".repeat(500),
    shown: `…${"a".repeat(24)}${"b".repeat(10)}…\n${" ".repeat(25)}${"^".repeat(10)}`,
  },
  {
    name: "in front of a subject at the end",
    line: `${"a".repeat(100_000)}b`,
    subject: "b",
    shown: `…${"a".repeat(24)}b\n${" ".repeat(25)}^`,
  },
];

describe("a long line is cut", () => {
  test.each(longLines)("$name", ({ line, subject, shown }) => {
    const text = writeText([{ ...unsupported, subject: rangeOf(sourceFile(line), subject) }], {
      color: "never",
      width: 40,
    });
    expect(snippetOf(text)).toBe(shown);
  });
});

test("the detail is wrapped at words, keeps its paragraphs and leaves indented examples alone", () => {
  const detail = `${"word ".repeat(30)}end.\n\n  example = ${"x".repeat(120)}\nLast.`;
  const text = writeText([error({ code: "MESH2001", summary: "Long", detail })], plain);
  expect(text.split("\n").slice(2, -3)).toEqual([
    "word ".repeat(20).trimEnd(),
    `${"word ".repeat(10)}end.`,
    "",
    `  example = ${"x".repeat(120)}`,
    "Last.",
  ]);
});

test("color paints heading, frame and mark, and nothing else differs", () => {
  const painted = writeText([unsupported], { color: "always" });
  expect(painted).toContain("\u001b[1;31mError[MESH2001]\u001b[0m\u001b[1m: Unsupported argument\u001b[0m");
  expect(painted).toContain("\u001b[1;31m^^^^^^\u001b[0m");
  expect(painted.replace(/\p{Cc}\[[\d;]*m/gu, "")).toBe(writeText([unsupported], plain));
});

test("no document, name or message brings a control character into the output", () => {
  const hostile = fc.string({ unit: "binary" });
  fc.assert(
    fc.property(hostile, hostile, hostile, fc.nat(), fc.nat(), (source, filename, message, a, b) => {
      const file = sourceFile(source, filename);
      const [start, end] = [a % (source.length + 1), b % (source.length + 1)].sort((x, y) => x - y);
      const subject = { file, start: start ?? 0, end: end ?? 0 };
      const diagnostic = error({
        code: "MESH1001",
        summary: message,
        detail: message,
        subject,
        context: { file, start: 0, end: source.length },
        related: [{ message, range: subject }],
      });
      const lines = writeText([diagnostic], plain).split("\n");
      expect(lines.filter((line) => /[\p{Cc}\u202a-\u202e\u2066-\u2069\u2028\u2029]/u.test(line))).toEqual(
        [],
      );
    }),
  );
});

test("whatever stands in a line, the snippet fits the width", () => {
  const line = fc.string({ unit: "grapheme", maxLength: 300 }).map((text) => text.replaceAll("\n", " "));
  fc.assert(
    fc.property(
      line,
      fc.nat(),
      fc.nat({ max: 50 }),
      fc.integer({ min: 40, max: 120 }),
      (text, at, length, width) => {
        const start = at % (text.length + 1);
        const subject = { file: sourceFile(text), start, end: Math.min(text.length, start + length) };
        const written = writeText([error({ code: "MESH1001", summary: "s", detail: "", subject })], {
          color: "never",
          width,
        });
        expect(written.split("\n").filter((shown) => displayWidth(shown) > width)).toEqual([]);
      },
    ),
  );
});

/** The source line and its underline, without the gutter. */
function snippetOf(text: string): string {
  return text
    .split("\n")
    .slice(3, 5)
    .map((line) => line.slice(4))
    .join("\n");
}

describe("many diagnostics", () => {
  const many = Array.from({ length: 1234 }, (_, index) =>
    (index === 1233 ? error : warning)({ code: "MESH3002", summary: `number ${index}`, detail: "" }),
  );

  test("are not all shown, but are counted, and no error is left out for a warning", () => {
    const text = writeText(many, plain);
    expect(text.match(/MESH3002/g)).toHaveLength(100);
    expect(text).toContain("Error[MESH3002]: number 1233");
    expect(text).toContain("number 98\n");
    expect(text).not.toContain("number 99\n");
    expect(text.endsWith("\n\n… and 1,134 more\n\n1 error, 1233 warnings\n")).toBe(true);
  });

  test("are as many as the caller wants", () => {
    expect(writeText(many, { ...plain, limit: 2 }).match(/MESH3002/g)).toHaveLength(2);
    expect(writeText(many, { ...plain, limit: 2000 })).not.toContain("more");
  });
});

test("a hint is dim and counted apart", () => {
  const found = [hint({ code: "MESH3031", summary: "s", detail: "" })];
  expect(writeText(found, plain)).toBe("Hint[MESH3031]: s\n\n1 hint\n");
  expect(writeText(found, { color: "always" })).toContain("\u001b[2mHint[MESH3031]\u001b[0m");
});
