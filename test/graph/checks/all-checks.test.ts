import { readdirSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { checks } from "../../../src/graph/checks/all-checks.ts";

/** Files of the folder that are no rule. */
const others = ["all-checks", "graph-check", "service-reference"];

const named = (folder: string, ending: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length))
    .filter((name) => !others.includes(name))
    .sort();

test("every rule's file is among the checks, by the same name", () => {
  const names = checks.map(({ name }) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`));
  expect(names).toEqual(named("src/graph/checks", ".ts"));
});

test("every rule has its test at the mirrored path", () => {
  expect(named("test/graph/checks", ".test.ts")).toEqual(named("src/graph/checks", ".ts"));
});
