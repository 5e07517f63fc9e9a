import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { alignmentDistance } from "../../src/diagnostics/alignment-distance.ts";

/** The definition, without any of the short cuts. */
function distance(a: string, b: string): number {
  if (a === "" || b === "") return a.length + b.length;
  const isSwapped = a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1);
  return Math.min(
    distance(a.slice(0, -1), b) + 1,
    distance(a, b.slice(0, -1)) + 1,
    distance(a.slice(0, -1), b.slice(0, -1)) + Number(a.at(-1) !== b.at(-1)),
    ...(isSwapped ? [distance(a.slice(0, -2), b.slice(0, -2)) + 1] : []),
  );
}

const words = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 6 });

test("is the distance, or one more than the limit", () => {
  fc.assert(
    fc.property(words, words, fc.integer({ min: 0, max: 6 }), (a, b, limit) => {
      expect(alignmentDistance(a, b, limit)).toBe(Math.min(distance(a, b), limit + 1));
    }),
  );
});

test.each([
  ["port", "prot", 1],
  ["default_subset", "defalt_subst", 2],
  ["web", "web", 0],
])("%s and %s are %d apart", (a, b, expected) => expect(alignmentDistance(a, b, 3)).toBe(expected));
