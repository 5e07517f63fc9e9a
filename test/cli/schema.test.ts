import { expect, test } from "@jest/globals";
import { schema } from "../../src/cli/commands/schema.ts";
import { readEnvironment } from "../../src/cli/environment.ts";
import type { Terminal } from "../../src/cli/terminal.ts";
import { schemaNames } from "../../src/config/schema.ts";

interface Answer {
  readonly exit: number;
  readonly out: string;
  readonly note: string;
}

function run(kind: string | undefined): Answer {
  const written = { out: "", note: "" };
  const terminal: Terminal = {
    color: "never",
    isInteractive: false,
    out: (text) => (written.out += text),
    note: (text) => (written.note += text),
    style: (_, text) => text,
    ask: () => Promise.resolve({ kind: "ended" }),
  };
  const exit = schema(kind, { terminal, environment: readEnvironment({}) });
  return { exit, ...written };
}

test.each(schemaNames)("%s is printed as JSON", (kind) => {
  const { exit, out, note } = run(kind);
  expect({ exit, note }).toEqual({ exit: 0, note: "" });
  expect(JSON.parse(out)).toMatchObject({ $schema: "https://json-schema.org/draft/2020-12/schema" });
});

test("a block's name does as well as its kind", () =>
  expect(run("splitter")).toEqual(run("service-splitter")));

test("without a kind, all are listed with their blocks", () => {
  const { exit, out } = run(undefined);
  expect(exit).toBe(0);
  for (const kind of schemaNames) expect(out).toContain(`${kind} `);
  expect(out).toMatch(/^service-router +router +Where the requests for a service go/m);
});

test("an unknown kind is refused with a suggestion", () =>
  expect(run("service-spliter")).toEqual({
    exit: 1,
    out: "",
    note: 'There is no kind "service-spliter". Did you mean "service-splitter"? `mesh schema` lists all there are.',
  }));
