import { describe, expect, test } from "@jest/globals";
import { error, hint, warning } from "../../src/diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../src/diagnostics/error-page.ts";
import { toSarif } from "../../src/diagnostics/sarif-writer.ts";
import { rangeOf, sourceFile } from "./range-of.ts";

const file = sourceFile('service "wéb" {\n  😀 prt = 1\n}\n', "dir/my mesh#1.hcl");
const page: ErrorPage = { code: "MESH1040", title: "A title", meaning: "It means this.", wayOut: "Do that." };
const options = { toolVersion: "1.2.3", pages: new Map([[page.code, page]]) };

const misspelt = error({
  code: "MESH1040",
  summary: "Unsupported argument",
  detail: "Correct it.",
  subject: rangeOf(file, "prt"),
  related: [{ message: "In this block.", range: rangeOf(file, "service") }],
  fix: { title: 'Write "port"', range: rangeOf(file, "prt"), replacement: "port" },
});
const log = toSarif(
  [
    hint({ code: "MESH3031", summary: "Changes nothing", detail: "Remove it.", subject: rangeOf(file, "}") }),
    misspelt,
    warning({ code: "MESH3016", summary: "Empty", detail: "" }),
  ],
  options,
);
const [run] = log.runs;

test("a result has its place in UTF-16 code units, its related places and its fix", () => {
  const artifactLocation = { uri: "dir/my%20mesh%231.hcl" };
  const region = { startLine: 2, startColumn: 6, endLine: 2, endColumn: 9 };
  expect(run.results[0]).toEqual({
    ruleId: "MESH1040",
    ruleIndex: 0,
    level: "error",
    message: { text: "Unsupported argument. Correct it." },
    locations: [{ physicalLocation: { artifactLocation, region } }],
    relatedLocations: [
      {
        id: 1,
        message: { text: "In this block." },
        physicalLocation: {
          artifactLocation,
          region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 8 },
        },
      },
    ],
    fixes: [
      {
        description: { text: 'Write "port"' },
        artifactChanges: [
          { artifactLocation, replacements: [{ deletedRegion: region, insertedContent: { text: "port" } }] },
        ],
      },
    ],
  });
});

test("results come in source order, each severity with its level", () => {
  expect(run.results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
    ["MESH1040", "error"],
    ["MESH3031", "note"],
    ["MESH3016", "warning"],
  ]);
});

test("each code is a rule once, with the help of its page", () => {
  expect(run.tool.driver.rules.map(({ id }) => id)).toEqual(["MESH1040", "MESH3016", "MESH3031"]);
  expect(run.tool.driver.rules[0]).toEqual({
    id: "MESH1040",
    shortDescription: { text: "A title" },
    fullDescription: { text: "It means this." },
    help: {
      text: "MESH1040: A title\n\nIt means this.\n\nWhat to do: Do that.",
      markdown: "# MESH1040: A title\n\nIt means this.\n\n## What to do\n\nDo that.\n",
    },
  });
});

/** The parts of the standard's schema that readers insist on: a path of keys (`*` for every element) and what is there. */
const demands: readonly (readonly [path: string, isRight: (value: unknown) => boolean])[] = [
  ["$schema", (value) => typeof value === "string" && value.endsWith("sarif-schema-2.1.0.json")],
  ["version", (value) => value === "2.1.0"],
  ["runs", Array.isArray],
  ["runs.*.tool.driver.name", isText],
  ["runs.*.tool.driver.semanticVersion", isText],
  ["runs.*.tool.driver.rules.*.id", isText],
  ["runs.*.columnKind", (value) => value === "utf16CodeUnits" || value === "unicodeCodePoints"],
  ["runs.*.results.*.message.text", isText],
  ["runs.*.results.*.level", (value) => ["none", "note", "warning", "error"].includes(String(value))],
  ["runs.*.results.*.locations.*.physicalLocation.artifactLocation.uri", isReference],
  ...["startLine", "startColumn", "endLine", "endColumn"].map(
    (name) => [`runs.*.results.*.locations.*.physicalLocation.region.${name}`, isCount] as const,
  ),
];

describe("what the standard demands", () => {
  test.each(demands)("%s", (path, isRight) => {
    const found = valuesAt(log, path.split("."));
    expect(found).not.toEqual([]);
    expect(found.filter((value) => !isRight(value))).toEqual([]);
  });

  test("a rule's index leads to the rule", () => {
    expect(run.results.map(({ ruleIndex }) => run.tool.driver.rules[ruleIndex]?.id)).toEqual(
      run.results.map(({ ruleId }) => ruleId),
    );
  });
});

function valuesAt(value: unknown, [step, ...rest]: readonly string[]): readonly unknown[] {
  if (step === undefined) return [value];
  if (typeof value !== "object" || value === null) return [undefined];
  if (step === "*") return Object.values(value).flatMap((element) => valuesAt(element, rest));
  return valuesAt(Object.entries(value).find(([key]) => key === step)?.[1], rest);
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 1;
}

function isReference(value: unknown): boolean {
  return typeof value === "string" && /^[\w./%~-]+$/.test(value);
}
