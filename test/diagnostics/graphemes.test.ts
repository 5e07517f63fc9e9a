import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { graphemesOf } from "../../src/diagnostics/graphemes.ts";

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
const family = "\u{1F468}\u200D\u{1F469}\u200D\u{1F467}";

describe("the clusters of a text are the segmenter's", () => {
  test.each([
    { what: "nothing", text: "" },
    { what: "an accent of its own", text: "e\u0301e" },
    { what: "a joined emoji", text: `a${family}b` },
    { what: "a line ending of two units", text: "a\r\nb" },
    { what: "a joined emoji across the end of a window", text: `${"a".repeat(1_020)}${family}b` },
    { what: "a line ending across the end of a window", text: `${"a".repeat(1_023)}\r\nb` },
    { what: "a combining pair of code units at the end of a window", text: `${"a".repeat(1_023)}\u{1E8D0}b` },
    { what: "joined emoji over several windows", text: family.repeat(1_000) },
  ])("$what", ({ text }) => {
    expect([...graphemesOf(text)]).toEqual(clustersOf(text));
  });

  test("any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 900, maxLength: 1_200 }), (text) => {
        expect([...graphemesOf(text)]).toEqual(clustersOf(text));
      }),
      { numRuns: 50, endOnFailure: true },
    );
  });
});

test("a long text takes no more than its length", () => {
  const length = 2_000_000;
  expect([...graphemesOf(`\n${" ".repeat(length)}`)]).toHaveLength(length + 1);
});

function clustersOf(text: string): object[] {
  return Array.from(segmenter.segment(text), ({ segment, index }) => ({ segment, index }));
}
