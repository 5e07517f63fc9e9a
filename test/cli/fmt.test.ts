import { execFileSync } from "node:child_process";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fmt } from "../../src/cli/commands/fmt.ts";
import type { FmtArguments } from "../../src/cli/commands/fmt.ts";
import { readEnvironment } from "../../src/cli/environment.ts";
import type { Terminal } from "../../src/cli/terminal.ts";

const untidy = 'service "web"{\nport=80\n}\n';
const tidy = 'service "web" {\n  port = 80\n}\n';

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mesh-fmt-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

describe("documents on disk", () => {
  test("are rewritten and named, and those in canonical style are not", async () => {
    put({ "a.hcl": untidy, "b.hcl": tidy, "c.mesh.test.hcl": "x=1\n", "d.txt": "x=1\n", ".e.hcl": "x=1\n" });
    const { exit, out, note } = await run({ paths: [folder] });
    expect({ exit, out, note }).toEqual({ exit: 0, out: [path("a.hcl"), path("c.mesh.test.hcl")], note: "" });
    expect(contents()).toEqual({
      "a.hcl": tidy,
      "b.hcl": tidy,
      "c.mesh.test.hcl": "x = 1\n",
      "d.txt": "x=1\n",
      ".e.hcl": "x=1\n",
    });
  });

  test("in folders of the folder are left, unless asked for", async () => {
    mkdirSync(path("inner/deep"), { recursive: true });
    mkdirSync(path(".hidden"));
    put({ "inner/deep/a.hcl": untidy, ".hidden/a.hcl": untidy });
    symlinkSync(folder, path("inner/loop"));
    expect((await run({ paths: [folder] })).out).toEqual([]);
    expect((await run({ paths: [folder], depth: "recursive" })).out).toEqual([path("inner/deep/a.hcl")]);
    expect(readFileSync(path(".hidden/a.hcl"), "utf8")).toBe(untidy);
  });

  test("keep their mode, and links stay links", async () => {
    put({ "a.hcl": untidy });
    chmodSync(path("a.hcl"), 0o640);
    symlinkSync("a.hcl", path("b.hcl"));
    expect((await run({ paths: [path("b.hcl")] })).exit).toBe(0);
    expect(readFileSync(path("a.hcl"), "utf8")).toBe(tidy);
    expect(statSync(path("a.hcl")).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder).sort()).toEqual(["a.hcl", "b.hcl"]);
  });

  test("with mistakes stay as they are, and the others are formatted", async () => {
    put({ "a.hcl": "a=\n", "b.hcl": untidy });
    const { exit, out, note } = await run({ paths: [folder] });
    expect({ exit, out }).toEqual({ exit: 1, out: [path("b.hcl")] });
    expect(note).toContain("Error[MESH1011]: Missing expression");
    expect(contents()).toEqual({ "a.hcl": "a=\n", "b.hcl": tidy });
  });

  test("that are no files are not waited for", async () => {
    put({ "b.hcl": untidy });
    execFileSync("mkfifo", [path("a.hcl")]);
    const { exit, out, note } = await run({ paths: [folder] });
    expect({ exit, out }).toEqual({ exit: 1, out: [path("b.hcl")] });
    expect(note).toContain("Error[MESH6001]: No such file");
  });

  test("in other syntaxes are left alone, which is said", async () => {
    put({ "a.json": '{"a":1}', "b.hcl": 'Kind="mesh"\n' });
    const { exit, out, note } = await run({ paths: [path("a.json"), path("b.hcl")], mode: "check" });
    expect({ exit, out }).toEqual({ exit: 0, out: [] });
    expect(note).toBe(
      `Left ${path("a.json")} alone: it is JSON, and canonical style is for native syntax.\n` +
        `Left ${path("b.hcl")} alone: it is written in Consul's dialect, HCL 1, which has a style of its own.`,
    );
    expect(contents()).toEqual({ "a.json": '{"a":1}', "b.hcl": 'Kind="mesh"\n' });
  });

  test.each([
    { name: "does not exist", make: () => undefined, mistake: "MESH6001" },
    {
      name: "is far too large",
      make: () => truncateSync(put({ "x.hcl": "" }), 50_000_000),
      mistake: "MESH6004",
    },
    {
      name: "is no UTF-8",
      make: () => writeFileSync(path("x.hcl"), Buffer.of(0x61, 0xff)),
      mistake: "MESH6003",
    },
  ])("are refused: one that $name", async ({ make, mistake }) => {
    make();
    const { exit, out, note } = await run({ paths: [path("x.hcl")] });
    expect({ exit, out }).toEqual({ exit: 1, out: [] });
    expect(note).toContain(`Error[${mistake}]`);
  });
});

describe("-check", () => {
  test("names what would change, changes nothing and fails", async () => {
    put({ "a.hcl": untidy, "b.hcl": tidy });
    const { exit, out } = await run({ paths: [folder], mode: "check" });
    expect({ exit, out }).toEqual({ exit: 1, out: [path("a.hcl")] });
    expect(contents()).toEqual({ "a.hcl": untidy, "b.hcl": tidy });
  });

  test("succeeds when nothing would", async () => {
    put({ "b.hcl": tidy });
    expect(await run({ paths: [folder], mode: "check" })).toEqual({
      exit: 0,
      out: [],
      note: "",
      written: "",
    });
  });
});

test("-diff shows what changes", async () => {
  put({ "a.hcl": untidy });
  const { out } = await run({ paths: [path("a.hcl")], mode: "check", shows: "differences" });
  expect(out).toEqual([
    path("a.hcl"),
    [
      `--- old/${path("a.hcl")}`,
      `+++ new/${path("a.hcl")}`,
      "@@ -1,3 +1,3 @@",
      '-service "web"{',
      "-port=80",
      '+service "web" {',
      "+  port = 80",
      " }",
    ].join("\n"),
  ]);
});

describe("standard input", () => {
  test.each([
    {
      name: "is written out in canonical style",
      text: "a=1",
      result: { exit: 0, out: [], written: "a = 1" },
    },
    {
      name: "is only judged with -check",
      text: "a=1\n",
      options: { mode: "check" } as const,
      result: { exit: 1, out: ["<stdin>"], written: "" },
    },
    {
      name: "is compared with -diff",
      text: "a=1\n",
      options: { shows: "differences" } as const,
      result: {
        exit: 0,
        out: ["--- old/<stdin>\n+++ new/<stdin>\n@@ -1,1 +1,1 @@\n-a=1\n+a = 1"],
        written: "",
      },
    },
    { name: "passes through as JSON", text: '{"a":1}\n', result: { exit: 0, out: [], written: '{"a":1}\n' } },
    { name: "is refused with a mistake", text: "a=\n", result: { exit: 1, out: [], written: "" } },
    {
      name: "is refused when too long",
      text: "#".repeat(33_554_433),
      result: { exit: 1, out: [], written: "" },
    },
  ])("$name", async ({ text, options, result }) => {
    const { exit, out, written } = await run({ paths: ["-"], ...options }, text);
    expect({ exit, out, written }).toEqual(result);
  });

  test("does not go with paths", async () => expect((await run({ paths: ["-", folder] })).exit).toBe(2));
});

function path(name: string): string {
  return join(folder, name);
}

/** Writes files into the folder; gives the path of the last. */
function put(files: Readonly<Record<string, string>>): string {
  for (const [name, text] of Object.entries(files)) writeFileSync(path(name), text);
  return path(Object.keys(files).at(-1) ?? "");
}

function contents(): Readonly<Record<string, string>> {
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(path(name), "utf8")]));
}

async function run(options: Partial<FmtArguments>, input = "") {
  const out: string[] = [];
  const notes: string[] = [];
  const terminal: Terminal = {
    color: "never",
    isInteractive: false,
    out: (text) => out.push(text),
    note: (text) => notes.push(text),
    style: (_style, text) => text,
    ask: () => Promise.resolve({ kind: "ended" }),
  };
  let written = "";
  const exit = await fmt(
    { paths: [], depth: "folder", mode: "write", shows: "names", ...options },
    { terminal, environment: readEnvironment({}) },
    { input: chunksOf(input), write: (text) => (written += text) },
  );
  return { exit, out, note: notes.join("\n"), written };
}

/** In pieces, as from a pipe. */
async function* chunksOf(text: string): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += 65_536) yield Promise.resolve(bytes.subarray(at, at + 65_536));
}
