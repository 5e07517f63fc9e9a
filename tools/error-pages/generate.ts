import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { allPages } from "../../src/cli/error-manual/all-pages.ts";
import { errorPageMarkdown } from "../../src/diagnostics/error-page-text.ts";
import type { ErrorPage } from "../../src/diagnostics/error-page.ts";

/** Writes `docs/errors/`, a page for each code; committed, because people come there from a search. */
export function generate(repository: string): void {
  const target = join(repository, "docs", "errors");
  mkdirSync(target, { recursive: true });
  const pages = errorPages();
  for (const stale of readdirSync(target)) if (!pages.has(stale)) rmSync(join(target, stale));
  for (const [file, text] of pages) writeFileSync(join(target, file), text);
}

/** Every page by its file name, and the list of all. */
export function errorPages(): ReadonlyMap<string, string> {
  const pages = [...allPages.values()];
  return new Map([
    ["README.md", overview(pages)],
    ...pages.map((page) => [`${page.code}.md`, pageFile(page)] as const),
  ]);
}

function pageFile(page: ErrorPage): string {
  const [title = "", ...rest] = errorPageMarkdown(page).split("\n\n");
  return [title, comment, ...rest].join("\n\n");
}

const comment = "<!-- Written by `npm run docs` from the rule's own page in src/: change it there. -->";

/** Who finds what, by the first digit. */
const parts: readonly (readonly [digit: string, heading: string])[] = [
  ["1", "Reading: syntax, variables, expressions"],
  ["2", "The schemas: types, ranges, missing and unknown fields, repetition, modules"],
  ["3", "The mesh as a whole: references, weights, ports, intentions"],
  ["5", "The proxies: what Envoy rejected"],
  ["6", "The command line: files and variables"],
];

function overview(pages: readonly ErrorPage[]): string {
  const sections = parts.map(([digit, heading]) => {
    const own = pages.filter(({ code }) => code.startsWith(`MESH${digit}`));
    return `## ${heading}\n\n${own.map(({ code, title }) => `- [${code}](${code}.md): ${title}`).join("\n")}`;
  });
  return `${[
    "# Codes",
    comment,
    "Every diagnostic has a code, which stays the same for ever. `mesh explain-code` prints these pages in the terminal.",
    ...sections,
  ].join("\n\n")}\n`;
}
