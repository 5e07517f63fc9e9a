import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { DocumentReader } from "../../../src/language/document-reader.ts";
import { evaluate } from "../../../src/language/evaluate.ts";
import { filesInMemory } from "../../../src/language/files-in-memory.ts";
import { functionsReading } from "../../../src/language/functions/standard-functions.ts";
import { toJson, unknownValue } from "../../../src/language/value.ts";
import { parseText } from "../language-fixtures.ts";

/** One expression, and what the console made of it: a value as JSON text, or the summary of its error. */
interface Row {
  readonly family: string;
  readonly expression: string;
  readonly json?: string;
  readonly error?: string;
}

const folder = "test/language/terraform-console";
const recorded = JSON.parse(readFileSync(join(folder, "recorded.json"), "utf8")) as {
  readonly rows: readonly Row[];
};

/** The rows of docs/language/conformance.md under "Functions": each is a difference that is meant, with its reason. */
function listedDifferences(): ReadonlySet<string> {
  const page = readFileSync("docs/language/conformance.md", "utf8");
  const section = page.split(/^## /m).find((part) => part.startsWith("Functions")) ?? "";
  return new Set(
    Array.from(section.matchAll(/^\| (`{1,2}) ?(.+?) ?\1 *\|/gm), ([, , expression = ""]) =>
      unescapeCell(expression),
    ),
  );
}

/** A bar would end a cell of the table. */
function unescapeCell(text: string): string {
  return text.replaceAll("\\|", "|");
}

const functions = functionsReading(new DocumentReader(filesInMemory(fixtureFiles())));

describe("terraform console", () => {
  const differing = recorded.rows
    .filter((row) => ours(row.expression) !== theirs(row))
    .map(({ expression }) => expression);
  const listed = listedDifferences();

  test("every value and refusal is the same, but for the listed ones", () => {
    const unlisted = differing.filter((expression) => !listed.has(expression));
    expect(unlisted.map((expression) => `${expression} -> ${ours(expression)}`)).toEqual([]);
  });

  test("every listed difference is one", () => {
    expect([...listed].filter((expression) => !differing.includes(expression))).toEqual([]);
  });

  test("at least 320 expressions are compared", () => {
    expect(recorded.rows.length).toBeGreaterThanOrEqual(320);
  });

  test("every function is called", () => {
    const called = new Set(
      recorded.rows.flatMap(({ expression }) =>
        Array.from(expression.matchAll(/([a-z0-9]+)\(/g), ([, name]) => name),
      ),
    );
    const uncalled = [...functions].filter(([name, { kind }]) => kind !== "refused" && !called.has(name));
    expect(uncalled.map(([name]) => name)).toEqual([]);
  });
});

function fixtureFiles(): Parameters<typeof filesInMemory>[0] {
  const names = readdirSync(join(folder, "files"), {
    recursive: true,
    encoding: "utf8",
    withFileTypes: true,
  });
  return names
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name).slice(join(folder, "files").length + 1);
      return { path, displayName: path, bytes: new Uint8Array(readFileSync(join(folder, "files", path))) };
    });
}

/** Our value in one form for comparison, or `refused`. */
function ours(expression: string): string {
  const { body, diagnostics } = parseText(`a = ${expression}\n`);
  const attribute = body.justAttributes().value.get("a");
  if (!attribute || diagnostics.length > 0) return "refused";
  const { value, diagnostics: problems } = evaluate(attribute.expression, {
    functions,
    variables: new Map(),
  });
  if (problems.length > 0) return "refused";
  return value === unknownValue ? "unknown" : canonical(toJson(value));
}

/** Numbers are compared as the nearest double: the console's have more digits. */
function theirs({ json, error }: Row): string {
  if (json === undefined) return error === "unknown" ? "unknown" : "refused";
  return canonical(JSON.parse(json));
}

function canonical(json: unknown): string {
  return JSON.stringify(json, (_, member: unknown) => {
    if (typeof member !== "object" || member === null || Array.isArray(member)) return member;
    return Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
