import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { errorPages } from "../../tools/error-pages/generate.ts";

const pages = [...errorPages()].map(([file, text]) => ({ file, text }));

// Stale pages are written anew by `npm run docs`.
describe("docs/errors says what the rules' pages say", () => {
  test.each(pages)("$file", ({ file, text }) => {
    expect(readFileSync(`docs/errors/${file}`, "utf8")).toBe(text);
  });

  test("and nothing about codes that do not exist", () => {
    expect(readdirSync("docs/errors").sort()).toEqual(pages.map(({ file }) => file).sort());
  });
});
