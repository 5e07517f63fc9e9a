import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { positionAt } from "../../src/diagnostics/source-file.ts";

/** Texts with every width of UTF-8, pairs and halves of pairs, and long enough to have milestones. */
const texts = fc
  .array(
    fc.constantFrom("a", "ä", "€", "😀", "\ud83d", "\ude00", "\n", "\r\n", "x".repeat(1500), "é".repeat(900)),
    {
      maxLength: 40,
    },
  )
  .map((parts) => parts.join(""));

test("bytes are those of the text before, wherever it is cut", () => {
  fc.assert(
    fc.property(texts, fc.nat(), (text, at) => {
      const offset = at % (text.length + 1);
      const isInPair =
        /[\ud800-\udbff]$/.test(text.slice(0, offset)) && /^[\udc00-\udfff]/.test(text.slice(offset));
      fc.pre(!isInPair);
      const expected = new TextEncoder().encode(text.slice(0, offset)).length;
      expect(positionAt({ filename: "mesh.hcl", text }, offset).byte).toBe(expected);
    }),
  );
});

test("lines and columns begin at 1, and a column is what a reader calls a character", () => {
  const file = { filename: "mesh.hcl", text: "a\n  \u{1f469}\u200d\u{1f4bb}é = 1\n" };
  expect(positionAt(file, 0)).toEqual({ line: 1, column: 1, byte: 0 });
  expect(positionAt(file, file.text.indexOf("é"))).toEqual({ line: 2, column: 4, byte: 15 });
});
