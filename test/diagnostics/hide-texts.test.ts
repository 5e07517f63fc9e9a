import { expect, test } from "@jest/globals";
import { error } from "../../src/diagnostics/diagnostic.ts";
import { hideTexts } from "../../src/diagnostics/hide-texts.ts";

test.each([
  ["a word", ["secret"], 'It is "secret".', 'It is "***".'],
  ["a number", ["8080"], "Port 8080 is taken.", "Port *** is taken."],
  ["every time", ["abc"], "abc abc", "*** ***"],
  ["not within a word", ["art"], "The party.", "The party."],
  ["not a part of a number", ["808"], "Port 8080.", "Port 8080."],
  ["the longest of two", ["abc", "abc-def"], "It is abc-def.", "It is ***."],
  ["signs of patterns", ["a.c", "(x)+"], "abc a.c (x)+", "abc *** ***"],
  ["nothing short", ["a", "is"], "This is a text.", "This is a text."],
])("hides %s", (_, texts, detail, expected) => {
  const diagnostic = error({ code: "MESH9999", summary: detail, detail });
  const [hidden] = hideTexts([diagnostic], { texts: new Set(texts), standIn: "***" });
  expect([hidden?.summary, hidden?.detail]).toEqual([expected, expected]);
});

test("hides in related messages", () => {
  const range = { file: { filename: "a", text: "" }, start: 0, end: 0 };
  const related = [{ message: "see secret", range }];
  const diagnostic = error({ code: "MESH9999", summary: "", detail: "", related });
  const [hidden] = hideTexts([diagnostic], { texts: new Set(["secret"]), standIn: "***" });
  expect(hidden?.related).toEqual([{ message: "see ***", range }]);
});
