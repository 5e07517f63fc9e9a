import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { isConsulDocument } from "../../../src/language/hcl1/is-consul-document.ts";
import { MAX_REPORTED_MISTAKES, MAX_SOURCE_LENGTH } from "../../../src/language/limits.ts";
import { readHcl1 } from "./hcl1-fixtures.ts";

// Each is read in time and memory in proportion to its length; a slip here shows as a test that does not end.
const inputs: readonly (readonly [name: string, text: string, summaries: readonly string[]])[] = [
  ["nested lists", `a = ${"[".repeat(100_000)}`, ["Nested too deeply"]],
  ["nested objects", "a {".repeat(100_000), ["Nested too deeply"]],
  ["nested objects that are closed", "a {".repeat(100_000) + "}".repeat(100_000), ["Nested too deeply"]],
  ["labels", `a ${"b ".repeat(100_000)} {}`, ["Nested too deeply"]],
  ["lists and objects by turns", "a = [{".repeat(50_000), ["Nested too deeply"]],
  ["line of a million characters", `a = "${"x".repeat(1_000_000)}"`, []],
  ["text of escapes", `a = "${"\\n".repeat(500_000)}"`, []],
  ["unclosed text of a million characters", `a = "${"x".repeat(1_000_000)}`, ["Unclosed text"]],
  ["comments", "/**/".repeat(300_000), []],
  ["unclosed comments", "/* ".repeat(300_000), ["Unclosed comment"]],
  ["unclosed interpolations", 'a = "${\n'.repeat(100_000), ["Unclosed interpolation"]],
  ["unclosed heredocs", "a = <<-E\nE\n".repeat(100_000), ["Unclosed heredoc"]],
  ["heredocs that are not closed by their likes", "a = <<E1\nE2\n".repeat(100_000), ["Unclosed heredoc"]],
  ["white space", `a = <<-E\n${" ".repeat(1_000_000)}\n E\n`, []],
  ["file too large", "#".repeat(MAX_SOURCE_LENGTH + 1), ["File too large"]],
  ["character that the original reserves", 'a = "\ue123"\n', []],
];

describe("hostile input", () => {
  test.each(inputs)("%s", (_name, text, summaries) => {
    const { diagnostics } = readHcl1(text);
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    expect([...new Set(errors.map(({ summary }) => summary))].slice(0, 1)).toEqual(summaries);
    expect(errors.length).toBeLessThanOrEqual(3);
  });

  test.each(inputs)("%s, looked at", (_name, text) => {
    expect(isConsulDocument({ filename: "x.hcl", text: `${text}\nkind { }` })).toBe(false);
  });

  test.each([
    ["members", "a = ;\n"],
    ["list elements", "a = [b, c]\n"],
    ["stray braces", "}\n"],
    ["escapes", 'a = "\\y"\n'],
    ["stray characters before long lines", `.${" b".repeat(500)}\n`],
  ])("mistakes without end: %s", (_name, text) => {
    const { diagnostics } = readHcl1(text.repeat(20_000));
    expect(diagnostics.length).toBeGreaterThanOrEqual(MAX_REPORTED_MISTAKES);
    expect(diagnostics.at(-1)?.summary).toBe("Too many mistakes");
    expect(diagnostics.length).toBeLessThanOrEqual(MAX_REPORTED_MISTAKES + 1);
  });
});

describe("whatever the text", () => {
  const fragment = fc.constantFrom(
    ...[
      "{",
      "}",
      "[",
      "]",
      "=",
      ",",
      '"',
      "\\",
      "${",
      "<<E\n",
      "<<-E\n",
      "E\n",
      " E\n",
      "#",
      "//",
      "/*",
      "*/",
    ],
    ...[
      "\n",
      "\r\n",
      " ",
      "a",
      "Kind",
      "service",
      "true",
      "09",
      "1",
      "-",
      ".5",
      "1e",
      "0x",
      "é",
      "\0",
      "\ufeff",
      "𝒳",
    ],
  );
  const texts = fc.array(fragment, { maxLength: 60 }).map((parts) => parts.join(""));

  test("reading ends with a value, and what is reported lies in the file, in order and once", () => {
    fc.assert(
      fc.property(texts, fc.constantFrom("x.hcl", "x.json"), (text, filename) => {
        const { diagnostics } = readHcl1(text, filename);
        const starts = diagnostics.map(({ subject }) => subject?.start ?? -1);
        expect(starts).toEqual([...starts].sort((a, b) => a - b));
        const marks = diagnostics.map(({ code, subject }) => `${code} ${subject?.start ?? -1}`);
        expect(new Set(marks).size).toBe(marks.length);
        for (const { subject } of diagnostics) {
          expect(
            subject && subject.start >= 0 && subject.start <= subject.end && subject.end <= text.length,
          ).toBe(true);
        }
        expect(typeof isConsulDocument({ filename, text })).toBe("boolean");
      }),
      { numRuns: 2_000 },
    );
  });
});
