import { expect, test } from "@jest/globals";
import { parseDurationMs, withTwoDashes } from "../../src/cli/flags.ts";

const flagNames = new Set(["dev", "var", "var-file", "service"]);

test.each([
  ["a word", ["-dev"], ["--dev"]],
  ["a word with a value", ["-var", "a=-b"], ["--var", "a=-b"]],
  ["a word joined to its value", ["-var-file=x.hcl"], ["--var-file=x.hcl"]],
  ["two dashes already", ["--dev"], ["--dev"]],
  ["a single letter", ["-o", "out"], ["-o", "out"]],
  ["a negative number", ["-1", "-0.5"], ["-1", "-0.5"]],
  ["a path and a dash alone", ["mesh.hcl", "-"], ["mesh.hcl", "-"]],
  [
    "what follows two dashes alone",
    ["-service", "web", "--", "-concurrency", "2"],
    ["--service", "web", "--", "-concurrency", "2"],
  ],
  ["a value that only looks like a flag", ["-service", "-web"], ["--service", "-web"]],
  ["nothing", [], []],
])("one dash or two: %s", (_, args, expected) => expect(withTwoDashes(args, flagNames)).toEqual(expected));

test.each([
  ["500ms", 500],
  ["30s", 30_000],
  ["1.5m", 90_000],
  ["72h", 259_200_000],
  ["0s", 0],
  ["", undefined],
  ["30", undefined],
  ["-1s", undefined],
  ["1m30s", undefined],
  ["1 s", undefined],
  ["s", undefined],
])("a duration: %j", (text, expected) => expect(parseDurationMs(text)).toBe(expected));
