/**
 * Where lines begin that look like the header of a block and are not indented: in a file whose braces do not fit
 * together, these tell where its blocks begin.
 */
export class TopLevelHeaders {
  private known: readonly number[] | undefined;

  constructor(
    private readonly text: string,
    private readonly limit: number,
  ) {}

  has(offset: number): boolean {
    return this.firstFrom(offset) === offset;
  }

  /** The first one at `offset` or behind it; the end of the text if there is none. */
  firstFrom(offset: number): number {
    const offsets = this.offsets();
    let low = 0;
    let high = offsets.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((offsets[middle] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return offsets[low] ?? this.limit;
  }

  private offsets(): readonly number[] {
    this.known ??= Array.from(this.text.slice(0, this.limit).matchAll(headerForm), ({ index }) => index);
    return this.known;
  }
}

/** No two of its parts match the same character, so that it looks at each line once. */
const headerForm =
  /^[\p{ID_Start}_][\p{ID_Continue}-]*(?:[ \t]+(?:"[^"\n]*"|[\p{ID_Start}_][\p{ID_Continue}-]*))*[ \t]*\{/gmu;
