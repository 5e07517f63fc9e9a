/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { TerraformJson } from "../../src/diagnostics/json-writer.ts";
import { CountingMesh } from "../support/counting-mesh.ts";
import { writeVariation } from "../support/example-document.ts";
import { outcomes } from "../support/load.ts";
import { TestSite } from "../support/test-site.ts";
import type { Finished } from "../support/test-site.ts";
import { until } from "../support/until.ts";

interface Mistake {
  readonly name: string;
  readonly code: string;
  /** What is underlined; it occurs once in the document. */
  readonly text: string;
  readonly wayOut: string;
}

const mistakes: readonly Mistake[] = [
  {
    name: "a reference to an undeclared service",
    code: "MESH3002",
    text: '"countng"',
    wayOut: 'Did you mean "counting"?',
  },
  { name: "a misspelt field", code: "MESH1040", text: "intervall", wayOut: 'Did you mean "interval"?' },
  {
    name: "weights that add up to 90",
    code: "MESH3004",
    text: "var.v2_percent + 0",
    wayOut: "Give the missing 10 to one of the splits",
  },
];

let site: TestSite;
let mesh: CountingMesh;
let broken: string;

beforeAll(async () => {
  site = await TestSite.open();
  mesh = await CountingMesh.start(site, { variables: { v2_percent: "50" } });
  broken = writeVariation(mesh.document, "broken.hcl", (text) =>
    text
      .replace('upstream "counting"', 'upstream "countng"')
      .replace('interval = "1s"', 'intervall = "1s"')
      .replace("weight = 100 - var.v2_percent", "weight = 90 - var.v2_percent")
      .replace("weight = var.v2_percent", "weight = var.v2_percent + 0"),
  );
});

afterAll(() => site.dispose());

describe("7. A set with three mistakes gives three diagnostics, and changes nothing", () => {
  test("mesh validate shows each at its place, with the way out", async () => {
    const { code, stdout, stderr } = await site.runMesh("validate", broken);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expectDiagnostics(stderr);
  });

  test("mesh validate --json has the shape of Terraform's, with code and related places", async () => {
    const { code, stdout, stderr } = await site.runMesh("validate", "--json", broken);
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    const report = JSON.parse(stdout) as TerraformJson;
    expect(report).toMatchObject({ format_version: "1.0", valid: false, error_count: 3, warning_count: 0 });
    // Some also say what to write instead; `mesh validate --fix` has tests of its own.
    expect(report.diagnostics.map(({ fix: _, ...diagnostic }) => diagnostic)).toEqual(
      mistakes.map(({ code: mistakeCode, text, wayOut }) => {
        const { line, column, byte, source } = placeOf(text);
        const start = { line, column, byte };
        const end = { line, column: column + text.length, byte: byte + text.length };
        return {
          severity: "error",
          code: mistakeCode,
          summary: expect.any(String),
          detail: expect.stringContaining(wayOut),
          range: { filename: broken, start, end },
          snippet: expect.objectContaining({
            code: source,
            start_line: line,
            highlight_start_offset: column - 1,
            highlight_end_offset: column - 1 + text.length,
          }),
          related: expect.any(Array),
        };
      }),
    );
  });

  test("mesh apply refuses it; revision, proxies and traffic stay as they are", async () => {
    const before = await mesh.status();
    const load = mesh.load();
    await until("the load runs", () => load.records.length >= 50);
    const refused = await mesh.tryApply(broken, { v2_percent: "50" });
    const afterApply = load.records.length;
    await until("the load goes on", () => load.records.length >= afterApply + 50);
    const records = await load.stop();

    expectRefusal(refused);
    expect(await mesh.status()).toEqual(before);
    expect(outcomes(records)).toEqual({ "200": records.length });
  });

  function expectRefusal({ code, stdout, stderr }: Finished): void {
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expectDiagnostics(stderr);
    expect(stderr).toContain("Nothing was applied.");
  }

  /** In the order of the document. */
  function expectDiagnostics(output: string): void {
    expect([...output.matchAll(/^Error\[(MESH\d+)\]/gm)].map(([, code]) => code)).toEqual(
      mistakes.map(({ code }) => code),
    );
    for (const { text, wayOut } of mistakes) {
      const { line, column, source } = placeOf(text);
      expect(output).toContain(`--> ${broken}:${line}:${column}`);
      const shown = output.split("\n");
      const gutter = `${line} | `;
      const at = shown.findIndex((shownLine) => shownLine.trimStart() === `${gutter}${source}`);
      const indent = " ".repeat((shown[at]?.indexOf(gutter) ?? 0) + gutter.length - 2);
      expect(shown[at + 1]).toBe(`${indent}| ${" ".repeat(column - 1)}${"^".repeat(text.length)}`);
      // The text is wrapped where it is too long for a line.
      expect(output.replaceAll("\n", " ")).toContain(wayOut);
    }
  }
});

/** Where a text stands in the broken document; lines and columns count from 1, bytes from 0. */
function placeOf(text: string) {
  const document = readFileSync(broken, "utf8");
  const before = document.slice(0, document.indexOf(text));
  const byte = Buffer.byteLength(before);
  const lines = before.split("\n");
  const line = lines.length;
  return {
    line,
    column: (lines.at(-1)?.length ?? 0) + 1,
    byte,
    source: document.split("\n")[line - 1] ?? "",
  };
}
