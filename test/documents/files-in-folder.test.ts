import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { filesInFolder } from "../../src/documents/files-in-folder.ts";

let parent: string;
let root: string;

beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), "files-in-folder-"));
  root = join(parent, "documents");
  mkdirSync(join(root, "sub", "deep"), { recursive: true });
  mkdirSync(join(parent, "..beside"));
  mkdirSync(join(root, "..inside"));
  for (const path of ["a.txt", "sub/b.txt", "sub/deep/c.txt", "../secret.txt", "..inside/d.txt"])
    writeFileSync(join(root, path), path);
  symlinkSync(join(root, "a.txt"), join(root, "link.txt"));
  symlinkSync(join(parent, "secret.txt"), join(root, "leak.txt"));
  symlinkSync(parent, join(root, "leak"));
  symlinkSync(root, join(root, "sub", "loop"));
  symlinkSync("self.txt", join(root, "self.txt"));
  symlinkSync("nowhere", join(root, "dangling.txt"));
  spawnSync("mkfifo", [join(root, "pipe")]);
});

afterAll(() => rmSync(parent, { recursive: true }));

function textOf(path: string, maxBytes = 100): string {
  const result = filesInFolder(root).read(path, maxBytes);
  return typeof result === "string" ? result : `"${new TextDecoder().decode(result.bytes)}"`;
}

describe("reading", () => {
  test.each([
    ["a.txt", '"a.txt"'],
    ["link.txt", '"a.txt"'],
    ["sub/loop/a.txt", '"a.txt"'],
    ["..inside/d.txt", '"..inside/d.txt"'],
    ["leak.txt", "outside"],
    ["leak/secret.txt", "outside"],
    ["missing.txt", "missing"],
    ["a.txt/b", "missing"],
    ["dangling.txt", "missing"],
    ["self.txt", "unreadable"],
    ["sub", "not-a-file"],
    ["pipe", "not-a-file"],
  ])("%s", (path, outcome) => expect(textOf(path)).toBe(outcome));

  test("no more than is allowed", () => {
    expect(textOf("a.txt", 5)).toBe('"a.txt"');
    expect(textOf("a.txt", 4)).toBe("too-large");
  });
});

describe("listing", () => {
  test.each<readonly [folder: string, depth: number, expected: readonly string[] | string]>([
    [".", 0, ["a.txt", "link.txt"]],
    ["sub", 1, ["b.txt", "deep/c.txt"]],
    ["sub", Number.POSITIVE_INFINITY, ["b.txt", "deep/c.txt"]],
    ["leak", 0, "outside"],
    ["missing", 0, "missing"],
    ["a.txt", 0, "not-a-file"],
  ])("%s, %d folders down", (folder, depth, expected) => {
    const listed = filesInFolder(root).list(folder, depth);
    expect(typeof listed === "string" ? listed : [...listed].sort()).toEqual(expected);
  });
});

test.each([
  ["a.txt", "file"],
  ["sub", "folder"],
  ["leak", "outside"],
  ["pipe", "not-a-file"],
])("%s is a %s", (path, kind) => expect(filesInFolder(root).kindOf(path)).toBe(kind));
