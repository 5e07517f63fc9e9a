import { writeFileSync } from "node:fs";
import { askOracle } from "./ask-oracle.ts";
import { mutate, MUTATION_COUNT } from "./mutations.ts";
import { corpusTexts, mutatedTexts, recordedFile, textsHash } from "./recorded-texts.ts";

/** Asks the oracle about the corpus and its mutations, and writes what it says to {@link recordedFile}. */
export async function record(report: (line: string) => void): Promise<void> {
  const corpus: string[] = [];
  for (const text of corpusTexts()) corpus.push(await askOracle(text));
  const texts = mutatedTexts();
  const mutations: string[] = [];
  for (let seed = 0; seed < MUTATION_COUNT; seed += 1) {
    mutations.push(await askOracle(mutate(texts, seed)));
    if (mutations.length % 1_000 === 0) report(`${mutations.length} of ${MUTATION_COUNT}`);
  }
  const recorded = { texts: textsHash(texts), corpus: corpus.join(" "), mutations: mutations.join(" ") };
  writeFileSync(recordedFile, `${JSON.stringify(recorded, undefined, 2)}\n`);
}
