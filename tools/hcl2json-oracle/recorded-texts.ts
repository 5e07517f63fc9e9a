import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

export const recordedFile = "test/language/native/recorded.json";

/** The corpus of native syntax, in its order. */
export function corpusTexts(): readonly string[] {
  const corpus = JSON.parse(readFileSync("test/language/corpus/native-syntax.json", "utf8")) as readonly {
    readonly text: string;
  }[];
  return corpus.map(({ text }) => text);
}

/** What mutations are made of: the corpus and a whole document. */
export function mutatedTexts(): readonly string[] {
  return [...corpusTexts(), readFileSync("test/language/native/document.hcl", "utf8")];
}

/** Tells whether the record is of these texts. */
export function textsHash(texts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(texts)).digest("hex").slice(0, 16);
}
