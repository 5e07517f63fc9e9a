import { graphemesOf } from "../../diagnostics/graphemes.ts";

/** The grapheme clusters of a text, in order. */
export function splitGraphemes(text: string): string[] {
  // Plain ASCII, the usual case, has one cluster per code unit.
  if (/^[\x20-\x7e]*$/.test(text)) return text.split("");
  return Array.from(graphemesOf(text), ({ segment }) => segment);
}
