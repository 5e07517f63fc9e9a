import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { languageCodes } from "../../../src/language/codes.ts";
import { proxyRejectedCode } from "../../../src/cli/apply/rejection-diagnostics.ts";
import { documentCodes } from "../../../src/documents/codes.ts";
import { compilePath } from "../../../src/documents/compile-path.ts";
import { allPages } from "../../../src/cli/error-manual/all-pages.ts";
import { compile } from "../../../src/compile.ts";
import { configPages } from "../../../src/config/error-manual/config-pages.ts";
import { configCodes } from "../../../src/config/codes.ts";
import type { Diagnostic } from "../../../src/diagnostics/diagnostic.ts";
import type { DocumentsExample, ErrorPage, PageExample } from "../../../src/diagnostics/error-page.ts";
import { graphCodes } from "../../../src/graph/codes.ts";
import { graphPages } from "../../../src/graph/graph-pages.ts";
import { languagePages } from "../../../src/language/error-manual/language-pages.ts";
import { commandPages } from "../../../src/cli/error-manual/command-pages.ts";

const pages = [...allPages.values()];

/** Codes that no short input of `mesh validate` brings about, with the reason. */
const withoutExample: Readonly<Record<string, string>> = {
  [proxyRejectedCode]: "a running proxy says it",
  [graphCodes.ruleSetTooLarge]: "it takes more than a thousand permissions",
};

test("every code has one page", () => {
  const codes = [languageCodes, configCodes, graphCodes, documentCodes].flatMap((table) =>
    Object.values(table),
  );
  const written = [...languagePages, ...configPages, ...graphPages, ...commandPages].map(({ code }) => code);
  expect(written.sort()).toEqual([...codes, proxyRejectedCode].sort());
});

test("every page has both examples, or a reason why it cannot", () => {
  const without = pages.filter(({ wrong, right }) => !wrong || !right).map(({ code }) => code);
  expect(without).toEqual(Object.keys(withoutExample).sort());
});

describe("prose", () => {
  test.each(pages)("$code ends its sentences and repeats no title", ({ title, meaning, wayOut }) => {
    expect(title).toMatch(/^[A-Z-].*[^.]$/);
    expect(meaning).toMatch(/\.$/);
    expect(wayOut).toMatch(/\.$/);
  });

  test("titles are unique", () => {
    const titles = pages.map(({ code, title }) => `${code.slice(0, 5)} ${title}`);
    expect([...new Set(titles)]).toEqual(titles);
  });
});

type Row = Required<Pick<ErrorPage, "code" | "wrong" | "right">>;
const rows = pages.flatMap(({ code, wrong, right }): readonly Row[] =>
  wrong && right ? [{ code, wrong, right }] : [],
);

/** It takes a thousand others to get there. */
const accompanied: ReadonlySet<string> = new Set([languageCodes.tooManyMistakes]);

describe("what pages show", () => {
  test.each(rows)("the wrong example of $code gives that code and no other", ({ code, wrong }) => {
    const found = diagnose(wrong).filter((diagnostic) => !accompanied.has(code) || diagnostic.code === code);
    expect(new Set(found.map(shown))).toEqual(new Set([expect.stringMatching(new RegExp(`^${code} `))]));
  });

  test.each(rows)("the right example of $code gives nothing", ({ code, right }) => {
    // Examples about a value set it and go no further.
    const found = diagnose(right).filter(
      (one) => code === languageCodes.unusedName || one.code !== languageCodes.unusedName,
    );
    expect(found.map(shown)).toEqual([]);
  });
});

function shown({ code, summary, detail }: Diagnostic): string {
  return `${code} ${summary}: ${detail}`;
}

function diagnose(example: PageExample): readonly Diagnostic[] {
  if (typeof example === "string") return diagnoseDocuments({ files: { "mesh.hcl": example } });
  return "shell" in example ? diagnoseShell(example.shell) : diagnoseDocuments(example);
}

/** Files in a folder are the documents of a module. */
function diagnoseDocuments({ files, variables = {} }: DocumentsExample): readonly Diagnostic[] {
  const own = [];
  const modules = new Map<string, { readonly filename: string; readonly text: string }[]>();
  for (const [filename, text] of Object.entries(files)) {
    const folder = dirname(filename);
    if (folder === ".") own.push({ filename, text });
    else modules.set(folder, [...(modules.get(folder) ?? []), { filename, text }]);
  }
  const given = Object.entries(variables).map(
    ([name, text]) => [name, { kind: "text", text, origin: "-var", whenUndeclared: "error" }] as const,
  );
  return compile([{ files: own, modules, variables: new Map(given) }]).diagnostics;
}

/** Runs all lines but the last, and that one here: its words are those of `mesh validate PATH [-var name=value]`. */
function diagnoseShell(lines: string): readonly Diagnostic[] {
  const folder = mkdtempSync(join(tmpdir(), "mesh-page-"));
  try {
    const script = lines.trim().split("\n");
    const [path = "", , ...flags] = script.pop()?.replace("mesh validate ", "").split(" ") ?? [];
    const { status } = spawnSync("sh", ["-e", "-c", script.join("\n")], { cwd: folder });
    expect(status).toBe(0);
    return compilePath({
      path: join(folder, path),
      variableFlags: flags.map((text) => ({ kind: "var", text })),
      environmentVariables: new Map(),
    }).diagnostics;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
