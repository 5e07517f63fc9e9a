import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { providerPages } from "../../tools/provider-docs/generate.ts";

const pages = [...providerPages(process.cwd())].map(([file, text]) => ({ file, text }));

describe("docs/terraform says what the provider's schema says", () => {
  test.each(pages)("$file; `npm run docs` writes it", ({ file, text }) =>
    expect(readFileSync(`docs/terraform/${file}`, "utf8")).toBe(text),
  );

  test("there is no page besides", () => {
    const files = readdirSync("docs/terraform", { recursive: true, encoding: "utf8" });
    expect(files.filter((file) => file.endsWith(".md")).sort()).toEqual(pages.map(({ file }) => file).sort());
  });
});
