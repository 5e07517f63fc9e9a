import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { readAtMost } from "../../src/documents/read-at-most.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mesh-test-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const rows: readonly (readonly [name: string, length: number, limit: number])[] = [
  ["nothing", 0, 10],
  ["less than is allowed", 9, 10],
  ["as much as is allowed", 10, 10],
  ["more than one chunk", 300_000, 1_000_000],
  ["as many chunks as are allowed", 300_000, 300_000],
];

test.each(rows)("reads %s", (_, length, limit) => {
  const bytes = Buffer.alloc(length, "mesh");
  writeFileSync(join(folder, "file"), bytes);
  expect(readAtMost(join(folder, "file"), limit)?.equals(bytes)).toBe(true);
});

test("reads no more than is allowed", () => {
  writeFileSync(join(folder, "file"), "x".repeat(11));
  expect(readAtMost(join(folder, "file"), 10)).toBeUndefined();
});

test("comes to an end where the file does not", () => {
  expect(readAtMost("/dev/zero", 1_000_000)).toBeUndefined();
});

test("says what the file system says", () => {
  expect(() => readAtMost(join(folder, "nowhere"), 10)).toThrow(/ENOENT/);
});
