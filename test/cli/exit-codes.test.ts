import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { exitCodes } from "../../src/cli/exit-code.ts";
import { runCli } from "../../src/cli/run-cli.ts";

const files = {
  "valid.hcl": 'service "web" {\n  port = 8080\n}\n',
  "warned.hcl":
    'service "web" {\n  port = 8080\n}\nresolver "web" {\n  subset "v1" { filter = "Service.Meta.a == b" }\n}\n',
  "invalid.hcl": 'service "web" {\n  port = 80800\n}\n',
  "untidy.hcl": 'service "web" {\nport=8080\n}\n',
  "broken.hcl": 'service "web" {\n',
  "empty.hcl": "",
} as const;

let folder = "";
const path = (name: string): string => join(folder, name);
const agentAddress = process.env["MESH_HTTP_ADDR"];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mesh-exit-"));
  for (const [name, text] of Object.entries(files)) writeFileSync(path(name), text);
  // Nobody listens on the first port, and nobody may without privileges.
  process.env["MESH_HTTP_ADDR"] = "127.0.0.1:1";
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  if (agentAddress === undefined) delete process.env["MESH_HTTP_ADDR"];
  else process.env["MESH_HTTP_ADDR"] = agentAddress;
});

let written = "";

beforeEach(() => {
  written = "";
  for (const stream of [process.stdout, process.stderr])
    jest.spyOn(stream, "write").mockImplementation((text) => {
      written += String(text);
      return true;
    });
});

afterEach(() => {
  jest.restoreAllMocks();
});

type Row = readonly [line: string, code: keyof typeof exitCodes];

/** Words that name one of the files stand for its path. */
const rows: readonly Row[] = [
  ["--version", "success"],
  ["--help", "success"],
  ["validate --help", "success"],
  ["", "usage"],
  ["vlidate valid.hcl", "usage"],
  ["validate", "usage"],
  ["validate valid.hcl", "success"],
  ["validate warned.hcl", "success"],
  ["validate empty.hcl", "success"],
  ["validate invalid.hcl", "failure"],
  ["validate broken.hcl", "failure"],
  ["validate nowhere.hcl", "failure"],
  ["validate valid.hcl nowhere.hcl", "failure"],
  ["validate valid.hcl -var nobody=1", "failure"],
  ["validate valid.hcl -var nobody", "failure"],
  ["validate valid.hcl -var-file nowhere.hcl", "failure"],
  ["validate valid.hcl --format xml", "usage"],
  ["validate valid.hcl --frobnicate", "usage"],
  ["validate - -fix", "usage"],
  ...["text", "json", "sarif", "github", "junit"].flatMap((format): readonly Row[] => [
    [`validate valid.hcl -format ${format}`, "success"],
    [`validate warned.hcl -format=${format}`, "success"],
    [`validate invalid.hcl --format ${format}`, "failure"],
  ]),
  ["validate valid.hcl -json", "success"],
  ["fmt -check valid.hcl", "success"],
  ["fmt -check untidy.hcl", "failure"],
  ["fmt -check -diff untidy.hcl", "failure"],
  ["fmt -check broken.hcl", "failure"],
  ["fmt -check nowhere.hcl", "failure"],
  ["fmt - valid.hcl", "usage"],
  ["schema", "success"],
  ["schema service", "success"],
  ["schema servise", "failure"],
  ["schema service mesh", "usage"],
  ["explain-code MESH3004", "success"],
  ["explain-code 3004", "success"],
  ["explain-code MESH0000", "failure"],
  ["explain-code", "usage"],
  ["status", "unreachable"],
  ["apply valid.hcl", "unreachable"],
  ["apply invalid.hcl", "failure"],
];

describe("the exit status says how it went", () => {
  test.each(rows)("mesh %s: %s", async (line, code) => {
    const words = line.split(" ").filter((word) => word !== "");
    const args = words.map((word) => (word.endsWith(".hcl") ? path(word) : word));
    expect(await runCli(args)).toBe(exitCodes[code]);
    // Whoever is told that something failed is told what.
    expect(code === "success" || written !== "").toBe(true);
  });

  test("which help lists", async () => {
    await runCli(["--help"]);
    const [table = ""] = /Exit status: [^]*/.exec(written) ?? [];
    expect(table.match(/\d+(?= )/g)?.map(Number)).toEqual(Object.values(exitCodes));
  });
});
