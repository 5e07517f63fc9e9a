import { alignmentDistance } from "./alignment-distance.ts";

/**
 * The known name nearest to a misspelt one, or undefined when none is near enough.
 *
 * Near means at most a third of the longer name's letters differ (and at least one may), by optimal string alignment
 * distance: a swap of neighbours, the commonest slip, counts once. Ties go to the first name in `known`.
 */
export function suggestName(misspelt: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const name of known) {
    const allowed = Math.max(1, Math.floor(Math.max(name.length, misspelt.length) / 3));
    if (Math.abs(name.length - misspelt.length) > allowed) continue;
    const nearest = Math.min(allowed, bestDistance - 1);
    const distance = alignmentDistance(misspelt.toLowerCase(), name.toLowerCase(), nearest);
    if (distance <= nearest) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

/** ` Did you mean "x"?` with its leading space, or an empty text: made to be appended to a detail. */
export function didYouMean(misspelt: string, known: Iterable<string>): string {
  const name = suggestName(misspelt, known);
  return name === undefined ? "" : ` Did you mean "${name}"?`;
}

/** From this length on, two letters may differ and the name is still the one that was meant. */
const longName = 8;

/**
 * The known name that a misspelt one certainly stands for: one letter differs, or two of a long name, and no other known
 * name is as near as that. Undefined when there is a doubt.
 */
export function certainName(misspelt: string, known: Iterable<string>): string | undefined {
  const allowed = misspelt.length >= longName ? 2 : 1;
  let certain: string | undefined;
  for (const name of known) {
    if (name === certain || Math.abs(name.length - misspelt.length) > allowed) continue;
    if (alignmentDistance(misspelt.toLowerCase(), name.toLowerCase(), allowed) > allowed) continue;
    if (certain !== undefined) return undefined;
    certain = name;
  }
  // Of names so short that a letter makes another word, none is certain.
  return certain !== undefined && certain.length > 2 * allowed ? certain : undefined;
}
