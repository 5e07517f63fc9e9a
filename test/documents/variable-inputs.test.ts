import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { variableInputs } from "../../src/documents/variable-inputs.ts";
import type { VariableFlag } from "../../src/documents/variable-inputs.ts";
import { toJson } from "../../src/language/value.ts";
import { drawn } from "../support/check-document.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mesh-test-"));
  writeFileSync(join(folder, "prod.hcl"), 'a = "file"\nb = [1, 2]\n');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const flag = (text: string): VariableFlag => ({ kind: "var", text });
const file = (name = "prod.hcl"): VariableFlag => ({ kind: "file", path: join(folder, name) });

function read(flags: readonly VariableFlag[], environment: Readonly<Record<string, string>> = {}): unknown {
  const { value, diagnostics } = variableInputs(flags, new Map(Object.entries(environment)));
  expect(diagnostics.map(drawn)).toEqual([]);
  return Object.fromEntries(
    [...value].map(([name, input]) => [name, input.kind === "text" ? input.text : toJson(input.value)]),
  );
}

test("the command line wins over the environment, and what comes later over what came before", () => {
  expect(read([], { a: "environment" })).toEqual({ a: "environment" });
  expect(read([flag("a=flag")], { a: "environment" })).toEqual({ a: "flag" });
  expect(read([file()], { a: "environment" })).toEqual({ a: "file", b: [1, 2] });
  expect(read([file(), flag("a=flag")])).toEqual({ a: "flag", b: [1, 2] });
  expect(read([flag("a=flag"), file()])).toEqual({ a: "file", b: [1, 2] });
  expect(read([flag("a=1"), flag("a=2")])).toEqual({ a: "2" });
});

test.each([
  ["a=", { a: "" }],
  ["a=b=c", { a: "b=c" }],
  ["a= b ", { a: " b " }],
  ["__proto__=x", JSON.parse('{"__proto__": "x"}')],
])("-var %s", (text, expected) => expect(read([flag(text)])).toEqual(expected));

test("only an environment's variable may be undeclared", () => {
  const { value } = variableInputs([flag("a=1")], new Map([["b", "2"]]));
  expect([...value].map(([name, { origin, whenUndeclared }]) => [name, origin, whenUndeclared])).toEqual([
    ["b", "MESH_VAR_b", "ignore"],
    ["a", "-var", "error"],
  ]);
});

test.each([
  ["without a value", flag("a"), "- MESH6006 Malformed variable"],
  ["without a name", flag("=a"), "- MESH6006 Malformed variable"],
])("a flag %s", (_, given, expected) => {
  const { value, diagnostics } = variableInputs([given], new Map());
  expect([value.size, diagnostics.map(drawn)]).toEqual([0, [expected]]);
});

test("a file that is not there", () => {
  const { value, diagnostics } = variableInputs([file("nowhere.hcl")], new Map());
  expect([value.size, diagnostics.map(drawn)]).toEqual([0, ["- MESH6001 No such file"]]);
});
