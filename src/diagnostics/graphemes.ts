/** A cluster and where it begins, in UTF-16 code units. */
export interface Grapheme {
  readonly segment: string;
  readonly index: number;
}

let segmenter: Intl.Segmenter | undefined;

/**
 * How much of a text is segmented at a time, in UTF-16 code units: the engine's segmenter takes time quadratic in the
 * length of what it is given. A cluster longer than that, which no script has, counts as several.
 */
const windowUnits = 1_024;

/**
 * The grapheme clusters of a text: what a reader calls characters. Takes time linear in the text's length. Source:
 * Unicode Standard Annex #29.
 *
 * The segmenter is made when a text first needs it, because that takes longer than most commands take to run.
 */
export function* graphemesOf(text: string): Generator<Grapheme, void, undefined> {
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  let start = 0;
  while (start < text.length) {
    const window = text.slice(start, windowEnd(text, start));
    const clusters = Array.from(segmenter.segment(window), ({ segment, index }) => ({ segment, index }));
    // The window may cut its last cluster short, so that one is left to the next window.
    const reachesEnd = start + window.length === text.length;
    const whole = reachesEnd || clusters.length === 1 ? clusters : clusters.slice(0, -1);
    for (const { segment, index } of whole) yield { segment, index: start + index };
    start += whole.reduce((length, { segment }) => length + segment.length, 0);
  }
}

/** A window never ends within a surrogate pair, whose first half alone would end the cluster before it. */
function windowEnd(text: string, start: number): number {
  const end = start + windowUnits;
  return (text.codePointAt(end - 1) ?? 0) > 0xffff ? end - 1 : end;
}
