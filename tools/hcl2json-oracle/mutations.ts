import { mutateText } from "../text-mutation/mutate-text.ts";
import type { Vocabulary } from "../text-mutation/mutate-text.ts";

/** How many mutations are recorded in test/language/native: seeds from 0 up. */
export const MUTATION_COUNT = 20_000;

/** What native syntax is made of, rare forms included. A change here makes it necessary to record again. */
export const nativeVocabulary: Vocabulary = {
  tokenForm:
    /"(?:[^"\\\n]|\\.)*"|[\p{L}0-9_.-]+|<<-?\w+|[$%]\{~?|~?\}|\.\.\.|=>|[=!<>]=|&&|\|\||::|[^\s\p{L}0-9_]/gu,
  tokens: [
    ...["{", "}", "[", "]", "(", ")", "=", ",", "=>", ":", "::", "?", "...", ".", ".*", "[*]", "*", "~"],
    ...["+", "-", "/", "%", "!", "&&", "||", "==", "!=", "<", "<=", ">", ">="],
    ...["a", "b", "for", "in", "if", "true", "null", "10", "1.5", "1e3", "a.b", "a.0", "f(", "a::b("],
    ...['"text"', '"${a}"', '"%{if a}x%{endif}"', '"%{for x in a}${x}%{endfor}"', '"$${a}"', '"${~ a ~}"'],
    ...['"${', '"%{', "${", "%{", '"', "\\", "# note\n", "// note\n", "/* note */", "\n", "\r\n"],
    ...[
      "<<EOT\nline ${a}\nEOT\n",
      "<<-EOT\n  line\n  EOT\n",
      "[for x in a : x]",
      "{for k, v in a : k => v...}",
    ],
  ],
  characters: '{}[]()=,"#/*<>$%~\\.:;?!&|+-_ \n\r\t09axé',
};

/** The mutation of a seed: one to three edits of one of the texts. */
export function mutate(texts: readonly string[], seed: number): string {
  return mutateText(texts, nativeVocabulary, seed);
}
