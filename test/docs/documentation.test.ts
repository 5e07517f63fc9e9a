import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { compile } from "../../src/compile.ts";
import type { ModuleDocuments } from "../../src/config/decode-documents.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { writeText } from "../../src/diagnostics/text-writer.ts";
import { commandLineProblem, mentionProblem, meshCommandLines } from "./documented-commands.ts";
import { documentationFiles, fencedBlocks, headingAnchors, proseOf } from "./markdown.ts";

const files = documentationFiles();
const blocks = files.flatMap(fencedBlocks);
const example = readFileSync("examples/counting/mesh.hcl", "utf8");

describe("documents shown", () => {
  test("there are some", () => {
    expect(blocks.filter(({ info }) => info.startsWith("hcl"))).not.toEqual([]);
  });

  const complete = blocks.filter(({ info }) => info === "hcl");
  test.each(complete)("$path:$line compiles", ({ path, text }) => {
    const set = { files: [{ filename: path, text }], variables: new Map(), modules: modulesOf(path) };
    expect(writeText(compile([set]).diagnostics, { color: "never" })).toBe("");
  });

  const fragments = blocks.filter(({ info }) => info === "hcl fragment");
  test.each(fragments)("$path:$line stands so in the example", ({ text }) => {
    expect(example).toContain(text);
  });

  test("every HCL block is a document, a module's document or a fragment of the example", () => {
    const others = blocks.filter(
      ({ path, info }) =>
        /^hcl\b/.test(info) &&
        !["hcl", "hcl fragment"].includes(info) &&
        !modulePattern.test(info) &&
        !isErrorExample(path, info) &&
        !isReferenceExample(path, info),
    );
    expect(others).toEqual([]);
  });
});

/** The examples of the pages about codes are compiled where these pages come from. */
function isErrorExample(path: string, info: string): boolean {
  return path.startsWith("docs/errors/") && ["hcl wrong", "hcl right"].includes(info);
}

/** Those of the reference are single entries, decoded where they come from. */
function isReferenceExample(path: string, info: string): boolean {
  return path.startsWith("docs/reference/") && info === "hcl entry";
}

/** `hcl module=modules/edge`: a document of a module that the other documents of its page call. */
const modulePattern = /^hcl module=(\S+)$/;

function modulesOf(page: string): ModuleDocuments {
  return new Map(
    blocks.flatMap(({ path, info, text }) => {
      const [, folder] = modulePattern.exec(info) ?? [];
      return path === page && folder !== undefined
        ? [[folder, [{ filename: `${page} ${folder}`, text }]] as const]
        : [];
    }),
  );
}

test("the README shows what a broken document gives", () => {
  const text = example
    .replace('source "dashboard"', 'source "dashbord"')
    .replace("weight = 100 - ", "weight = 90 - ");
  expect(readFileSync("README.md", "utf8")).toContain(
    writeText(diagnosticsOf("/tmp/broken.hcl", text), { color: "never" }),
  );
});

function diagnosticsOf(filename: string, text: string): readonly Diagnostic[] {
  return compile([{ files: [{ filename, text }], variables: new Map() }]).diagnostics;
}

describe("commands shown", () => {
  const shells = blocks.filter(({ info }) => ["sh", "console"].includes(info));
  const lines = shells.flatMap(({ path, text }) =>
    meshCommandLines(text).map((args) => ({ path, line: args.join(" "), args })),
  );
  test.each(lines)("$path: mesh $line", async ({ args }) => {
    expect(await commandLineProblem(args)).toBeUndefined();
  });

  const mentions = files.flatMap((file) =>
    [...proseOf(file).matchAll(/`mesh ([^`]+)`/g)].map(([, words = ""]) => ({ path: file.path, words })),
  );
  test.each(mentions)("$path mentions mesh $words", ({ words }) => {
    expect(mentionProblem(words.split(/\s+/))).toBeUndefined();
  });

  test("a command that does not exist is noticed", async () => {
    expect(await commandLineProblem(["apply", "mesh.hcl", "--force"])).toContain("--force");
    expect(mentionProblem(["aply"])).toBeDefined();
    expect(mentionProblem(["apply", "--force"])).toBeDefined();
  });

  test("a line of npm names a script that exists", () => {
    const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: object };
    const named = files.flatMap(({ text }) =>
      [...text.matchAll(/npm run ([a-z:]+)/g)].map(([, name]) => name),
    );
    expect(named.filter((name) => !Object.keys(scripts).includes(name ?? ""))).toEqual([]);
  });
});

describe("links", () => {
  const links = files.flatMap((file) =>
    [...proseOf(file).matchAll(/\]\(([^)\s]+)\)|(?:src|href)="([^"]+)"/g)]
      .map(([, markdown, html]) => markdown ?? html ?? "")
      .filter((target) => !/^[a-z]+:/.test(target))
      .map((target) => ({ file, path: file.path, target })),
  );
  test.each(links)("$path: $target", ({ file, target }) => {
    const [path = "", anchor] = target.split("#");
    const linked = path === "" ? file.path : normalize(join(dirname(file.path), path));
    expect({ linked, exists: existsSync(linked) }).toEqual({ linked, exists: true });
    if (anchor === undefined) return;
    const page = { path: linked, text: readFileSync(linked, "utf8") };
    expect([...headingAnchors(page)]).toContain(anchor);
  });
});
