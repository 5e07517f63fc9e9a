import { expect, test } from "@jest/globals";
import { commitSet, emptyRevisionLog } from "../../src/server/revision-log.ts";
import type { NewSet } from "../../src/server/revision-log.ts";
import { compiledMesh, compileDocuments } from "../support/check-document.ts";

const mesh = compiledMesh("");
const { entries } = compileDocuments('service "web" { port = 8080 }');
const set = (filename: string): NewSet => ({
  request: { documents: [{ filename, text: "" }], variables: [] },
  documents: { files: [], variables: new Map() },
  entries: entries[0] ?? [],
});
const names = (log: typeof emptyRevisionLog): readonly (readonly [string, string | undefined])[] =>
  [...log.sets].map(([name, { request }]) => [name, request.documents[0]?.filename]);

test("each commit is the next revision, and replaces its own set alone", () => {
  const first = commitSet(emptyRevisionLog, { name: "a", set: set("1"), mesh });
  const second = commitSet(first, { name: "b", set: set("2"), mesh });
  const third = commitSet(second, { name: "a", set: set("3"), mesh });
  expect([emptyRevisionLog, first, second, third].map(({ revision }) => revision)).toEqual([0, 1, 2, 3]);
  expect(names(third)).toEqual([
    ["a", "3"],
    ["b", "2"],
  ]);
  expect(names(first)).toEqual([["a", "1"]]);
});

test("a set that declares nothing is gone", () => {
  const first = commitSet(emptyRevisionLog, { name: "a", set: set("1"), mesh });
  const emptied = commitSet(first, { name: "a", set: { ...set("2"), entries: [] }, mesh });
  expect(emptied).toMatchObject({ revision: 2 });
  expect(names(emptied)).toEqual([]);
});
