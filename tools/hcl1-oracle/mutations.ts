import { mutateText } from "../text-mutation/mutate-text.ts";
import type { Vocabulary } from "../text-mutation/mutate-text.ts";

/** How many mutations are recorded in test/language/hcl1: seeds from 0 up. */
export const MUTATION_COUNT = 2_000;

/** A change here makes it necessary to record again. */
const vocabulary: Vocabulary = {
  tokenForm: /"(?:[^"\\\n]|\\.)*"|[A-Za-z0-9_.-]+|<<-?\w+|[^\s\w]/g,
  tokens: [
    ...["{", "}", "[", "]", "=", ",", "Name", "Meta", "true", "false", "10", "1.5", "0x1f", "-3"],
    ...['"text"', '"a b"', "# note\n", "// note\n", "/* note */", '"${x}"', "<<EOF\nline\nEOF\n"],
  ],
  characters: '{}[]=,"#/*<>$\\.:;-_ \n\t09axé',
};

/** The mutation of a seed. */
export function mutate(documents: readonly string[], seed: number): string {
  return mutateText(documents, vocabulary, seed);
}
