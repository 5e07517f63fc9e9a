import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { buildSync } from "esbuild";
import { codeCacheName, commandName } from "../../../src/cli/start/compiled-command.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mesh-test-"));
  const recorder = `${process.cwd()}/src/cli/start/record-code-cache.ts`;
  bundle("record.cjs", `import ${JSON.stringify(recorder)};`);
  const compiled = `${process.cwd()}/src/cli/start/compiled-command.ts`;
  bundle(
    "start.cjs",
    `import { compiledCommand } from ${JSON.stringify(compiled)};
     const { script, run } = compiledCommand(__dirname);
     console.log("refused:", script.cachedDataRejected);
     run();`,
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeEach(() => {
  rmSync(join(folder, codeCacheName), { force: true });
  write("hello");
});

function bundle(name: string, contents: string): void {
  const stdin = { contents, loader: "ts" as const, resolveDir: process.cwd() };
  buildSync({ stdin, outfile: join(folder, name), bundle: true, platform: "node", format: "cjs" });
}

/** A command that says a word and its arguments. */
function write(word: string): void {
  const source = `const { basename } = require("node:path");
function say(words) { console.log(basename(words.join("/"))); }
say(["${word}", process.argv.slice(2).join(",")]);`;
  writeFileSync(join(folder, commandName), source);
}

/** The test's own flags for V8 are not those of a user. */
const run = (name: string, ...args: readonly string[]): string =>
  execFileSync(process.execPath, [join(folder, name), ...args], { encoding: "utf8", env: {} });

describe("the command starts", () => {
  test("without a compiled form", () => {
    expect(run("start.cjs", "a", "b")).toBe("refused: undefined\na,b\n");
  });

  test("from the form that an earlier run left, which had the same arguments but the folder", () => {
    expect(run("record.cjs", folder, "a", "b")).toBe("a,b\n");
    expect(run("start.cjs", "c")).toBe("refused: false\nc\n");
  });

  test.each([
    ["half of it is there", () => truncateSync(join(folder, codeCacheName), 200)],
    ["it is empty", () => truncateSync(join(folder, codeCacheName), 0)],
    ["it was made of other code", () => write("something else")],
    ["it was made by another V8", () => changeVersion(join(folder, codeCacheName))],
  ])("without it, when %s", (_, spoil) => {
    run("record.cjs", folder);
    spoil();
    expect(run("start.cjs", "c")).toBe("refused: true\nc\n");
  });
});

/** The second word of the form is V8's version, hashed. */
function changeVersion(path: string): void {
  const bytes = readFileSync(path);
  bytes.writeUInt32LE(bytes.readUInt32LE(4) ^ 1, 4);
  writeFileSync(path, bytes);
}
