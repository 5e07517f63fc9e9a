import { describe, expect, test } from "@jest/globals";
import { error, hint, warning } from "../../src/diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { writeGithub } from "../../src/diagnostics/github-writer.ts";
import { toTerraformJson } from "../../src/diagnostics/json-writer.ts";
import { writeJunit } from "../../src/diagnostics/junit-writer.ts";
import { toSarif } from "../../src/diagnostics/sarif-writer.ts";
import { writeText } from "../../src/diagnostics/text-writer.ts";
import { sourceFile } from "./range-of.ts";

const file = sourceFile(
  Array.from({ length: 12 }, (_, line) => `\targument_${line} = "日本 ${"x".repeat(line * 30)}"`).join("\n"),
);
const severities = [error, warning, hint];

/** Twelve, each with a code and a line of its own, and in no order. */
const diagnostics: readonly Diagnostic[] = Array.from({ length: 12 }, (_, index) => {
  const start = file.text.indexOf(`argument_${index}`);
  const report = severities[index % severities.length] ?? error;
  return report({
    code: `MESH${9000 + index}`,
    summary: `Mistake ${index}`,
    detail: "Something is wrong here. Correct it.",
    subject: { file, start, end: start + 10 },
  });
}).reverse();

const inOrder = Array.from({ length: 12 }, (_, index) => `MESH${9000 + index}`);

const formats: readonly (readonly [name: string, report: string, codes: RegExp])[] = [
  ...[10, 40, 80, 200].map(
    (width) =>
      [
        `text of ${width} columns`,
        writeText(diagnostics, { color: "never", width }),
        /(?<=^(?:Error|Warning|Hint)\[)MESH\d+/gm,
      ] as const,
  ),
  ["text in colour", writeText(diagnostics, { color: "always" }), /(?<=(?:Error|Warning|Hint)\[)MESH\d+/g],
  ["json", JSON.stringify(toTerraformJson(diagnostics)), /(?<="code":")MESH\d+/g],
  [
    "sarif",
    JSON.stringify(toSarif(diagnostics, { toolVersion: "1.0.0", pages: new Map() })),
    /(?<="ruleId":")MESH\d+/g,
  ],
  ["github", writeGithub(diagnostics), /(?<=,title=)MESH\d+/g],
  ["junit", writeJunit(diagnostics, [file.filename]), /(?<=<testcase name=")MESH\d+/g],
];

describe("each mistake is told once, in source order", () => {
  test.each(formats)("as %s", (_, report, codes) => {
    expect(report.match(codes)).toEqual(inOrder);
  });
});

describe("nothing wrong is a whole report as well", () => {
  test("as json", () =>
    expect(toTerraformJson([])).toMatchObject({ valid: true, error_count: 0, diagnostics: [] }));
  test("as sarif", () =>
    expect(toSarif([], { toolVersion: "1.0.0", pages: new Map() }).runs).toMatchObject([
      { tool: { driver: { rules: [] } }, results: [] },
    ]));
  test("as github", () => expect(writeGithub([])).toBe(""));
  test("as junit", () => expect(writeJunit([], ["mesh.hcl"])).toContain('tests="1" failures="0"'));
});
