import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { lineIndexAt } from "../../../src/diagnostics/source-file.ts";
import { parseNative } from "../../../src/language/native/parse-native.ts";
import { askOracle } from "../../../tools/hcl2json-oracle/ask-oracle.ts";
import { mutate, MUTATION_COUNT } from "../../../tools/hcl2json-oracle/mutations.ts";
import { mutatedTexts, textsHash } from "../../../tools/hcl2json-oracle/recorded-texts.ts";
import corpus from "../corpus/native-syntax.json";
import { disagreements } from "./disagreements.ts";
import recorded from "./recorded.json";

// The oracle is HashiCorp's own parser, compiled to WebAssembly: what it accepts we accept, and nothing else.
// tools/hcl2json-oracle/record.mjs records what it says.
const texts = mutatedTexts();
const ofCorpus = recorded.corpus.split(" ");
const ofMutations = recorded.mutations.split(" ");

test("the record is of these texts; otherwise run node tools/hcl2json-oracle/record.mjs", () => {
  expect(recorded.texts).toBe(textsHash(texts));
  expect([ofCorpus.length, ofMutations.length]).toEqual([corpus.length, MUTATION_COUNT]);
});

describe("accepts and rejects what hcl2json does, in the same line", () => {
  test.each(corpus.map((row, index) => ({ ...row, oracle: ofCorpus[index] ?? "" })))(
    "$name",
    ({ text, oracle }) => expect(verdictOf(text, oracle)).toBe(oracle),
  );
});

describe("mutations", () => {
  test("the parser says what the oracle says, but where docs/language/conformance.md gives a reason", () => {
    const found = ofMutations.flatMap((oracle, seed) => {
      const ours = verdictOf(mutate(texts, seed), oracle);
      return ours === oracle ? [] : [{ seed, oracle, ours }];
    });
    expect(found).toEqual(disagreements.map(({ seed, oracle, ours }) => ({ seed, oracle, ours })));
  });

  test("the reasons are in the documentation", () => {
    const page = readFileSync("docs/language/conformance.md", "utf8");
    for (const { seed, reason } of disagreements)
      expect(page).toMatch(new RegExp(`^\\| ${seed} +\\|.*\\| ${reason} +\\|$`, "m"));
  });

  test("the oracle still says what is recorded of some of them", async () => {
    const some = Array.from({ length: 40 }, (_, index) => index * 499);
    const said = await Promise.all(some.map((seed) => askOracle(mutate(texts, seed))));
    expect(said).toEqual(some.map((seed) => ofMutations[seed]));
  });
});

/** In the form of the record. The line of an error is the oracle's if it is one of those that our first error names. */
function verdictOf(text: string, oracle: string): string {
  const [first] = parseNative({ filename: "input.hcl", text }).diagnostics;
  if (!first) return "+";
  const places = [...(first.subject ? [first.subject] : []), ...first.related.map(({ range }) => range)];
  const lines = places.map(({ file, start }) => lineIndexAt(file, start) + 1);
  return oracle.startsWith("-") && lines.includes(Number(oracle.slice(1))) ? oracle : `-${lines.join("/")}`;
}
