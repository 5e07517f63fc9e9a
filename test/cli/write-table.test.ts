import { expect, test } from "@jest/globals";
import { writeTable } from "../../src/cli/write-table.ts";

test.each([
  ["nothing", [], ""],
  [
    "columns are as wide as their widest cell",
    [
      ["A", "B"],
      ["long", "x"],
    ],
    "A     B\nlong  x",
  ],
  [
    "no space ends a line",
    [
      ["a", ""],
      ["b", "c"],
    ],
    "a\nb  c",
  ],
])("%s", (_, rows, expected) => expect(writeTable(rows)).toBe(expected));
