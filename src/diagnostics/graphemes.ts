let segmenter: Intl.Segmenter | undefined;

/**
 * The grapheme clusters of a text: what a reader calls characters. Source: Unicode Standard Annex #29.
 *
 * The segmenter is made when a text first needs it, because that takes longer than most commands take to run.
 */
export function graphemesOf(text: string): Iterable<Intl.SegmentData> {
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  return segmenter.segment(text);
}
