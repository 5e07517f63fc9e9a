import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { validate } from "../../../src/cli/commands/validate.ts";
import type { ValidateArguments } from "../../../src/cli/commands/validate.ts";
import { readEnvironment } from "../../../src/cli/environment.ts";
import type { Terminal } from "../../../src/cli/terminal.ts";

const web = 'service "web" {\n  port = 8080\n}\n';
const wrong = 'service "web" {\n  port = 80800\n}\n';
const misspelt = 'servise "web" {\n  port  = 8080\n  protokol = "htpp"\n}\n';
const corrected = 'service "web" {\n  port  = 8080\n  protocol = "http"\n}\n';

let folder = "";

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "mesh-validate-")));
});

afterEach(() => rmSync(folder, { recursive: true }));

describe("paths", () => {
  test("what the proxies' Envoy lacks is a mistake", async () => {
    put({ "mesh.hcl": 'mesh {\n  tls {\n    incoming { ecdh_curves = ["MLKEM1024"] }\n  }\n}\n' });
    const paths = [path("mesh.hcl")];
    expect((await run({ paths })).exit).toBe(0);
    const { exit, note } = await run({ paths, envoyVersion: { major: 1, minor: 37 } });
    expect(exit).toBe(1);
    expect(note).toContain("Error[MESH3047]: Envoy 1.37 lacks the curve MLKEM1024");
  });

  test("several of one folder share variables", async () => {
    put({ "a.hcl": "locals { port = 8080 }\n", "b.hcl": 'service "web" {\n  port = local.port\n}\n' });
    expect((await run({ paths: [path("a.hcl"), path("b.hcl")] })).exit).toBe(0);
    expect((await run({ paths: [path("b.hcl")] })).exit).toBe(1);
  });

  test("several folders are sets of their own that make one mesh", async () => {
    const api =
      'locals { port = 9090 }\nservice "api" {\n  port    = local.port\n  address = "10.0.0.2"\n}\n';
    const caller = `locals { port = 8080 }\nservice "web" {\n  port = local.port\n  upstream "api" { local_bind_port = 9001 }\n}\n`;
    put({ "a/mesh.hcl": api, "b/mesh.hcl": caller });
    const { exit, out } = await run({ paths: [path("a"), path("b")] });
    expect({ exit, out }).toEqual({ exit: 0, out: "The mesh is valid: 2 services, 2 sidecars." });
  });

  test("a value is for the sets that declare its variable, and a mistake when none does", async () => {
    put({ "a/mesh.hcl": 'variable "p" {}\n', "b/mesh.hcl": web });
    const paths = [path("a"), path("b")];
    expect((await run({ paths, variableFlags: [{ kind: "var", text: "p=1" }] })).exit).toBe(0);
    const { exit, note } = await run({
      paths,
      variableFlags: ["p=1", "q=1"].map((text) => ({ kind: "var", text })),
    });
    expect(exit).toBe(1);
    expect(note.match(/\[MESH1062\]/g)).toHaveLength(1);
  });

  test("one that is named twice counts once", async () => {
    put({ "mesh.hcl": web });
    expect((await run({ paths: [path("mesh.hcl"), folder, path("mesh.hcl")] })).exit).toBe(0);
  });

  test("foreign files of a folder are left out and named, in every format", async () => {
    put({ "mesh.hcl": web, "package.json": '{ "name": "x" }' });
    const { exit, out, note } = await run({ paths: [folder], format: "json" });
    expect(exit).toBe(0);
    expect(note).toBe(`Skipped ${path("package.json")}: nothing in it resembles a mesh.`);
    expect(JSON.parse(out)).toMatchObject({ valid: true, diagnostics: [] });
  });
});

describe("standard input", () => {
  test("has the name it is given", async () => {
    const { exit, note } = await run({ paths: ["-"], input: wrong });
    expect(exit).toBe(1);
    expect(note).toContain("<stdin>:2:10");
  });

  test("is JSON by its name", async () => {
    const input = '{ "service": { "web": { "port": 8080 } } }';
    expect((await run({ paths: ["-"], input, inputName: "x.json" })).exit).toBe(0);
    expect((await run({ paths: ["-"], input })).exit).toBe(1);
  });

  test("stands in for the document of its name", async () => {
    put({ "mesh.hcl": wrong, "other.hcl": 'service "api" {\n  port    = 1\n  address = "10.0.0.2"\n}\n' });
    const { exit } = await run({ paths: [folder, "-"], input: web, inputName: path("mesh.hcl") });
    expect(exit).toBe(0);
  });

  test("cannot be fixed, and has to be UTF-8", async () => {
    expect((await run({ paths: ["-"], input: misspelt, mode: "fix" })).exit).toBe(2);
    const { exit, note } = await run({ paths: ["-"], input: Uint8Array.of(0xff) });
    expect(exit).toBe(1);
    expect(note).toContain("MESH6003");
  });
});

describe("what cannot be read", () => {
  test("is one mistake among others, in every format", async () => {
    put({ "mesh.hcl": wrong });
    const given = { paths: [path("mesh.hcl"), "-", path("nowhere")], input: Uint8Array.of(0xff) };
    const { exit, out, note } = await run({ ...given, format: "json" });
    expect({ exit, note }).toEqual({ exit: 1, note: "" });
    expect(JSON.parse(out)).toMatchObject({
      diagnostics: [{ code: "MESH2004" }, { code: "MESH6003" }, { code: "MESH6001" }],
    });
  });

  test("may declare what the others need", async () => {
    const needy = `${web.replace("8080", "local.port")}intentions "api" {\n  source "web" { action = "allow" }\n}\n`;
    put({ "mesh.hcl": needy });
    writeFileSync(path("other.hcl"), Uint8Array.of(0xff));
    const { exit, note } = await run({ paths: [folder] });
    expect(exit).toBe(1);
    expect(note.match(/\[MESH\d+\]/g)).toEqual(["[MESH6003]"]);
  });
});

describe("--fix", () => {
  test("corrects what is certain, says so, and has nothing left to do", async () => {
    put({ "mesh.hcl": misspelt });
    const first = await run({ paths: [folder], mode: "fix" });
    expect(readFileSync(path("mesh.hcl"), "utf8")).toBe(corrected);
    expect(first).toEqual({
      exit: 0,
      out: "The mesh is valid: 1 service, 1 sidecar.",
      note: [
        `Fixed ${path("mesh.hcl")}:1:1: Write "service" instead of servise`,
        `Fixed ${path("mesh.hcl")}:3:3: Write "protocol" instead of protokol`,
        `Fixed ${path("mesh.hcl")}:3:14: Write "http" instead of "htpp"`,
      ].join("\n"),
    });
    const second = await run({ paths: [folder], mode: "fix" });
    expect({ exit: second.exit, note: second.note }).toEqual({ exit: 0, note: "" });
    expect(readFileSync(path("mesh.hcl"), "utf8")).toBe(corrected);
  });

  test("keeps a byte order mark, line endings and everything else", async () => {
    put({ "mesh.hcl": `\ufeff# ä\r\n${misspelt.replaceAll("\n", "\r\n")}` });
    await run({ paths: [folder], mode: "fix" });
    expect(readFileSync(path("mesh.hcl"), "utf8")).toBe(`\ufeff# ä\r\n${corrected.replaceAll("\n", "\r\n")}`);
  });

  const consul: readonly (readonly [form: string, file: string, wrong: string, right: string])[] = [
    [
      "a definition in HCL",
      "web.hcl",
      'servise {\n  nmae = "web"\n  port = 8080\n  conect { sidecar_servise { prt = 21000 } }\n}\n',
      'service {\n  name = "web"\n  port = 8080\n  connect { sidecar_service { port = 21000 } }\n}\n',
    ],
    [
      "a definition in JSON",
      "web.json",
      '{ "service": { "name": "web", "prot": 8080, "conect": { "sidecar_service": {} } } }\n',
      '{ "service": { "name": "web", "port": 8080, "connect": { "sidecar_service": {} } } }\n',
    ],
    [
      "a config entry in CamelCase",
      "entry.hcl",
      'Kind = "service-defaults"\nName = "web"\nProtokol = "http"\n"MeshGatway" { Mode = "none" }\n',
      'Kind = "service-defaults"\nName = "web"\nProtocol = "http"\n"MeshGateway" { Mode = "none" }\n',
    ],
    [
      "a config entry in JSON, with underscores",
      "entry.json",
      '{ "kind": "service-resolver", "name": "web",\n"conect_timeout": "5s",\n"subsets": { "v1": { "filtr": "Service.Meta.v == 1" } } }\n',
      '{ "kind": "service-resolver", "name": "web",\n"connect_timeout": "5s",\n"subsets": { "v1": { "filter": "Service.Meta.v == 1" } } }\n',
    ],
  ];
  test.each(consul)("corrects fields of Consul's documents: %s", async (_, file, wrong, right) => {
    put({ [file]: wrong });
    await run({ paths: [folder], mode: "fix" });
    expect(readFileSync(path(file), "utf8")).toBe(right);
  });

  const doubtful: readonly (readonly [name: string, text: string])[] = [
    ["a brace below a comment", 'service "web" # ours\n{\n  port = 8080\n}\n'],
    ["a field that is there already", 'service "web" {\n  port = 8080\n  prt  = 1\n}\n'],
    [
      "a field of Consul's that is there already, in other letters",
      'service {\n  Name = "web"\n  nmae = "web"\n  port = 8080\n  connect { sidecar_service {} }\n}\n',
    ],
    [
      "two names as near",
      'service "api1" {\n  port = 1\n  upstream "api4" { local_bind_port = 9 }\n}\nservice "api2" {\n  port    = 1\n  address = "10.0.0.2"\n}\n',
    ],
    [
      "a name that is computed",
      'service "api" {\n  port = 1\n  upstream "web" {\n    local_bind_port  = 9\n    destination_name = "a${"p"}j"\n  }\n}\n',
    ],
  ];
  test.each(doubtful)("leaves alone %s", async (_, text) => {
    put({ "mesh.hcl": text });
    expect((await run({ paths: [folder], mode: "fix" })).exit).toBe(1);
    expect(readFileSync(path("mesh.hcl"), "utf8")).toBe(text);
  });

  const certain: readonly (readonly [name: string, text: string, fixed: string])[] = [
    ["a service", `${web}intentions "wbe" {\n  source "*" { action = "allow" }\n}\n`, '"web" {\n  source'],
    ["a variable", 'variable "ports" { default = 1 }\nservice "web" {\n  port = var.prots\n}\n', "var.ports"],
    ["a function", 'service "web" {\n  port = 8080\n  meta = { a = uper("a") }\n}\n', "upper("],
    ["a root name", 'locals { ports = 1 }\nservice "web" {\n  port = loca.ports\n}\n', "local.ports"],
    ["a brace on the next line", 'service "web"\n\n{\n  port = 8080\n}\n', 'service "web" {\n  port'],
    ["a key in JSON", '{ "service": { "web": { "prot": 8080 } } }', '"port": 8080'],
    [
      "a subset",
      `service "web" {\n  port = 1\n  meta = { a = "b" }\n}\nresolver "web" {\n  default_subset = "canari"\n  subset "canary" { filter = "Service.Meta.a == b" }\n}\n`,
      'default_subset = "canary"',
    ],
  ];
  test.each(certain)("corrects %s", async (name, text, fixed) => {
    const file = name.endsWith("JSON") ? "mesh.json" : "mesh.hcl";
    put({ [file]: text });
    expect((await run({ paths: [folder], mode: "fix" })).exit).toBe(0);
    expect(readFileSync(path(file), "utf8")).toContain(fixed);
  });
});

describe("formats", () => {
  test("text names a way to learn more, once and last", async () => {
    put({ "mesh.hcl": `${wrong}service "api" {\n  port = 0\n}\n` });
    const { exit, out, note } = await run({ paths: [folder] });
    expect({ exit, out }).toEqual({ exit: 1, out: "" });
    expect(note.match(/explain-code/g)).toHaveLength(1);
    expect(note.endsWith("mesh explain-code MESH2004")).toBe(true);
  });

  test.each([
    ["json", '"error_count": 1'],
    ["sarif", '"ruleId": "MESH2004"'],
    ["github", "::error file="],
    ["junit", '<failure message="port is out of range" type="MESH2004">'],
  ] as const)("%s goes to standard output alone", async (format, part) => {
    put({ "mesh.hcl": wrong });
    const { exit, out, note } = await run({ paths: [folder], format });
    expect({ exit, note }).toEqual({ exit: 1, note: "" });
    expect(out).toContain(part);
  });

  test("a warning leaves a mesh valid", async () => {
    put({ "mesh.hcl": `${web}resolver "web" {\n  subset "v1" { filter = "Service.Meta.a == b" }\n}\n` });
    const { exit, note } = await run({ paths: [folder] });
    expect(exit).toBe(0);
    expect(note).toContain("Warning[MESH3016]");
  });

  test("text is as wide as the terminal", async () => {
    put({ "mesh.hcl": 'service "web" {\n  port     = 8080\n  colour = 1\n}\n' });
    const { note } = await run({ paths: [folder], columns: 60 });
    const prose = note.split("\n").filter((line) => line.startsWith("An argument") || line.includes(" more"));
    expect(Math.max(...prose.map((line) => line.length))).toBeLessThanOrEqual(60);
  });
});

interface Run extends Partial<ValidateArguments> {
  readonly input?: string | Uint8Array;
  readonly columns?: number;
}

async function run({
  input = "",
  columns,
  ...given
}: Run): Promise<{ exit: number; out: string; note: string }> {
  const out: string[] = [];
  const note: string[] = [];
  const terminal: Terminal = {
    color: "never",
    isInteractive: false,
    columns,
    out: (text) => out.push(text),
    note: (text) => note.push(text),
    style: (_style, text) => text,
    ask: () => Promise.resolve({ kind: "ended" }),
  };
  const options = {
    paths: [],
    inputName: "<stdin>",
    variableFlags: [],
    format: "text",
    mode: "check",
  } as const;
  const exit = await validate(
    { ...options, ...given },
    { terminal, environment: readEnvironment({}) },
    { input: chunksOf(input), write: (text) => out.push(text) },
  );
  return { exit, out: out.join("\n"), note: note.join("\n") };
}

async function* chunksOf(input: string | Uint8Array): AsyncGenerator<string | Uint8Array> {
  yield await Promise.resolve(input);
}

function path(name: string): string {
  return join(folder, name);
}

function put(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(path(name)), { recursive: true });
    writeFileSync(path(name), text);
  }
}
