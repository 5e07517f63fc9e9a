import { expect, test } from "@jest/globals";
import { applyFixes } from "../../../src/cli/validate/apply-fixes.ts";
import { error } from "../../../src/diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../../src/diagnostics/diagnostic.ts";
import type { SourceFile } from "../../../src/diagnostics/source-file.ts";
import { rangeOf, sourceFile } from "../../diagnostics/range-of.ts";

const fixing = (file: SourceFile, from: string, to: string): Diagnostic =>
  error({
    code: "MESH1040",
    summary: "s",
    detail: "d",
    fix: { title: "t", range: rangeOf(file, from), replacement: to },
  });

test("fixes of one file are made together, whatever their order", () => {
  const file = sourceFile("one two three");
  const [fixed] = applyFixes([file], [fixing(file, "three", "3"), fixing(file, "one", "1st")]);
  expect(fixed?.text).toBe("1st two 3");
  expect(fixed?.fixes).toHaveLength(2);
});

test("of two that overlap, or that are equal, the first is made", () => {
  const file = sourceFile("one two");
  const [fixed] = applyFixes(
    [file],
    [fixing(file, "one", "1"), fixing(file, "one", "1"), fixing(file, "ne t", "x")],
  );
  expect(fixed?.text).toBe("1 two");
  expect(fixed?.fixes).toHaveLength(1);
});

test("files without a fix, and fixes in other files, are left alone", () => {
  const file = sourceFile("one");
  expect(applyFixes([sourceFile("two")], [fixing(file, "one", "1")])).toEqual([]);
});
