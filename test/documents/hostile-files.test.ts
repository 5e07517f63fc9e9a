import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { loadDocuments } from "../../src/documents/load-documents.ts";
import { drawn } from "../support/check-document.ts";

let folder = "";
const path = (name: string): string => join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mesh-test-"));
  writeFileSync(path("ours.hcl"), 'service "web" {\n  port = 1\n}\n');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const fiftyMegabytes = 50 * 1024 * 1024;

const files: readonly (readonly [name: string, make: (file: string) => void, expected: string])[] = [
  [
    "fifty megabytes",
    (file) => {
      writeFileSync(file, "");
      truncateSync(file, fiftyMegabytes);
    },
    "- MESH6004 Document too large",
  ],
  [
    "bytes that are no UTF-8",
    (file) => writeFileSync(file, Buffer.from([0x61, 0x20, 0x3d, 0x20, 0x22, 0xff, 0x22])),
    "- MESH6003 Document is not UTF-8",
  ],
  [
    "half a character at the end",
    (file) => writeFileSync(file, Buffer.from('a = "é').subarray(0, 6)),
    "- MESH6003 Document is not UTF-8",
  ],
  ["a link to itself", (file) => symlinkSync("hostile.hcl", file), "- MESH6002 Document cannot be read"],
  ["a link to nowhere", (file) => symlinkSync("nowhere", file), "- MESH6001 No such file"],
  ["a link to its folder", (file) => symlinkSync(".", file), "- MESH6001 No such file"],
  ["a folder", (file) => mkdirSync(file), "- MESH6001 No such file"],
  // Whoever opens it waits until somebody writes.
  ["a pipe without a writer", (file) => execFileSync("mkfifo", [file]), "- MESH6001 No such file"],
];

describe("a file that cannot be read is told of, and hides no other", () => {
  test.each(files)("%s", (_name, make, expected) => {
    make(path("hostile.hcl"));
    const { files: read, diagnostics } = loadDocuments(folder);
    expect(diagnostics.map(drawn)).toEqual([expected]);
    expect(read.map(({ filename }) => filename)).toEqual([path("ours.hcl")]);
  });
});
