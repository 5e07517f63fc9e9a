import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { referencePages } from "../../tools/reference-docs/generate.ts";

const pages = [...referencePages(process.cwd())].map(([file, text]) => ({ file, text }));

// Stale pages are written anew by `npm run docs`.
describe("docs/reference says what the schemas say", () => {
  test.each(pages)("$file", ({ file, text }) => {
    expect(readFileSync(`docs/reference/${file}`, "utf8")).toBe(text);
  });

  test("and nothing about kinds that do not exist", () => {
    expect(readdirSync("docs/reference").sort()).toEqual(pages.map(({ file }) => file).sort());
  });
});
