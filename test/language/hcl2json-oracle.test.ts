import { describe, expect, test } from "@jest/globals";
import { parse } from "@cdktn/hcl2json";
import { parseNative } from "../../src/language/native/parse-native.ts";
import corpus from "./corpus/native-syntax.json";

// The oracle is HashiCorp's own parser, compiled to WebAssembly: what it accepts we accept, and nothing else.
describe("accepts and rejects what hcl2json does", () => {
  test.each(corpus)("$name", async ({ text }) => {
    const { diagnostics } = parseNative({ filename: "corpus.hcl", text });
    expect({ text, accepted: diagnostics.length === 0 }).toEqual({ text, accepted: await isAccepted(text) });
  });
});

async function isAccepted(text: string): Promise<boolean> {
  return parse("corpus.tf", text).then(
    () => true,
    () => false,
  );
}
