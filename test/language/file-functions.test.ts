import { describe, expect, test } from "@jest/globals";
import { DocumentReader } from "../../src/language/document-reader.ts";
import type { DocumentFiles } from "../../src/language/document-reader.ts";
import { evaluate } from "../../src/language/evaluate.ts";
import { filesInMemory } from "../../src/language/files-in-memory.ts";
import { functionsReading } from "../../src/language/functions/standard-functions.ts";
import { MAX_READ_BYTES } from "../../src/language/limits.ts";
import { toJson } from "../../src/language/value.ts";
import type { JsonValue, Value } from "../../src/language/value.ts";
import { describe as describeDiagnostic, evaluateText, parseText } from "./language-fixtures.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

const files: DocumentFiles = filesInMemory(
  Object.entries({
    "a.txt": bytesOf("alpha"),
    "page.tftpl": bytesOf("Hi ${name}!\n%{ for p in ports }[${p}]%{ endfor }"),
    "broken.tftpl": bytesOf("line one\n${upper(}\n"),
    "asks.tftpl": bytesOf("line one\n${nobody}"),
    "renders.tftpl": bytesOf('${templatefile("page.tftpl", {})}'),
    "conf/one.json": bytesOf('{"a": 1}'),
    "conf/deep/two.json": bytesOf("{}"),
    "large.bin": new Uint8Array(MAX_READ_BYTES + 1),
    "latin.txt": Uint8Array.of(0xe9),
  }).map(([path, bytes]) => ({ path, displayName: `site/${path}`, bytes })),
);

function run(expression: string): {
  readonly json: JsonValue;
  readonly problems: readonly string[];
  readonly details: readonly string[];
  readonly read: readonly string[];
} {
  const reader = new DocumentReader(files);
  const { body } = parseText(`a = ${expression}\n`);
  const attribute = body.justAttributes().value.get("a");
  if (!attribute) throw new Error("no expression");
  const scope = {
    functions: functionsReading(reader),
    variables: new Map<string, Value>([["text", "<${x}>"]]),
  };
  const { value, diagnostics } = evaluate(attribute.expression, scope);
  return {
    json: toJson(value),
    problems: diagnostics.map(
      (problem) => `${problem.subject?.file.filename ?? ""} ${describeDiagnostic(problem)}`,
    ),
    details: diagnostics.map(({ detail }) => detail),
    read: reader.filesRead().map(({ path, bytes }) => (bytes ? `read ${path}` : `saw ${path}`)),
  };
}

describe("files of the document folder", () => {
  test.each<readonly [expression: string, json: JsonValue, read: readonly string[]]>([
    ['file("a.txt")', "alpha", ["read a.txt"]],
    ['file("./conf/../a.txt")', "alpha", ["read a.txt"]],
    ['[file("a.txt"), filemd5("a.txt")]', ["alpha", "2c1743a391305fbf367df8e4f069f9f9"], ["read a.txt"]],
    ['fileexists("a.txt")', true, ["saw a.txt"]],
    ['fileexists("b.txt")', false, []],
    ['fileset("conf", "*.json")', ["one.json"], ["saw conf/one.json"]],
    [
      'fileset("conf", "**/*.json")',
      ["deep/two.json", "one.json"],
      ["saw conf/deep/two.json", "saw conf/one.json"],
    ],
    ['fileset(".", "{a,b}.txt")', ["a.txt"], ["saw a.txt"]],
    ['fileset(".", "[!b].txt")', ["a.txt"], ["saw a.txt"]],
    ['templatefile("page.tftpl", { name = "Jo", ports = [1, 2] })', "Hi Jo!\n[1][2]", ["read page.tftpl"]],
    ["templatestring(text, { x = 1 })", "<1>", []],
  ])("%s", (expression, json, read) => {
    expect(run(expression)).toEqual({ json, read, problems: [], details: [] });
  });

  test("what was read is enough to get the same result elsewhere", () => {
    const reader = new DocumentReader(files);
    reader.read("a.txt");
    reader.exists("conf/one.json");
    const elsewhere = new DocumentReader(filesInMemory(reader.filesRead()));
    expect(elsewhere.read("a.txt")).toEqual(reader.read("a.txt"));
    expect(elsewhere.exists("conf/one.json")).toBe(true);
    expect(elsewhere.exists("conf/deep/two.json")).toBe(false);
    expect(elsewhere.filesRead().map(({ displayName }) => displayName)).toEqual([
      "site/a.txt",
      "site/conf/one.json",
    ]);
  });
});

describe("refused", () => {
  test.each([
    ['file("../secret")', "does not lie in the folder"],
    ['file("conf/../../secret")', "does not lie in the folder"],
    ['file("/etc/passwd")', "does not lie in the folder"],
    ['file("C:/secret")', "does not lie in the folder"],
    ['file("conf\\\\..\\\\x")', "does not lie in the folder"],
    ['fileexists("../secret")', "does not lie in the folder"],
    ['fileset("..", "*")', "does not lie in the folder"],
    ['file("nope.txt")', "does not exist"],
    ['file("conf")', "is no regular file"],
    ['file("large.bin")', "read too much"],
    ['file("latin.txt")', 'filebase64("latin.txt")'],
    ['fileset(".", "{a")', "is not closed"],
    ['templatefile("page.tftpl", [])', "an object, but this is a list"],
    ['templatefile("page.tftpl", { "1a" = 1 })', 'cannot refer to "1a"'],
    ["timestamp()", "reads the clock"],
    ["uuid()", "uuidv5"],
    ['abspath("x")', "machine"],
    ['base64gzip("x")', "base64encode"],
    ['templatestring("${x}", {})', "referred to"],
  ])("%s", (expression, part) => {
    const { details } = run(expression);
    expect(details).toHaveLength(1);
    expect(details[0]).toContain(part);
  });

  test.each([
    ['templatefile("broken.tftpl", {})', "site/broken.tftpl MESH1011 2:9 Invalid expression"],
    ['templatefile("asks.tftpl", { somebody = 1 })', "site/asks.tftpl MESH1101 2:3 Unknown name"],
    [
      'templatefile("renders.tftpl", {})',
      'site/renders.tftpl MESH1119 1:3 "templatefile" cannot be called here',
    ],
  ])("%s is shown where it is wrong", (expression, problem) => {
    expect(run(expression).problems).toEqual([problem]);
  });

  test("without a reader, no function reads", () => {
    expect(evaluateText('file("a.txt")').diagnostics.map(describeDiagnostic)).toEqual([
      'MESH1119 1:5 "file" cannot be called here',
    ]);
  });
});
