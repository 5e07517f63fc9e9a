/**
 * Where lines begin that look like the header of a block and are not indented: in a file whose braces do not fit
 * together, these tell where its blocks begin. Those within a heredoc that has its end are text.
 */
export class TopLevelHeaders {
  private known: readonly number[] | undefined;

  constructor(
    private readonly text: string,
    private readonly limit: number,
    /** What a header looks like, or the introducer of a heredoc, whose marker is the first group. */
    private readonly form: RegExp = headerOrHeredoc,
  ) {}

  has(offset: number): boolean {
    return this.firstFrom(offset) === offset;
  }

  /** The first one at `offset` or behind it; the end of the text if there is none. */
  firstFrom(offset: number): number {
    this.known ??= headerOffsets(this.text.slice(0, this.limit), this.form);
    return firstAtLeast(this.known, offset) ?? this.limit;
  }
}

/** Whether what is in a bracket at the margin is indented, so that what is not does not belong to it. */
export function isIndentedBehind(text: string, bracketEnd: number): boolean {
  return indentedBody.test(text.slice(bracketEnd, bracketEnd + 500));
}

/** A first line that stands further right than the line of the bracket before it. */
const indentedBody = /^[^\n]*\n\s*?[ \t]+\S/;

function headerOffsets(text: string, form: RegExp): readonly number[] {
  const ends = markersAlone(text);
  const offsets: number[] = [];
  let passed = 0;
  for (const { 0: found, 1: marker, index } of text.matchAll(form)) {
    if (index < passed) continue;
    if (marker === undefined) offsets.push(index);
    else passed = firstAtLeast(ends.get(marker) ?? [], index + found.length) ?? passed;
  }
  return offsets;
}

/** The lines that hold nothing but a name, by name: each may end a heredoc. */
function markersAlone(text: string): ReadonlyMap<string, readonly number[]> {
  const byMarker = new Map<string, number[]>();
  for (const { 1: marker = "", index } of text.matchAll(aloneForm)) {
    const offsets = byMarker.get(marker);
    if (offsets) offsets.push(index);
    else byMarker.set(marker, [index]);
  }
  return byMarker;
}

/** The first of ascending numbers that is not below `least`. */
function firstAtLeast(numbers: readonly number[], least: number): number | undefined {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) < least) low = middle + 1;
    else high = middle;
  }
  return numbers[low];
}

/** No two parts of a header match the same character, so that it looks at each line once. */
const headerOrHeredoc =
  /^[\p{ID_Start}_][\p{ID_Continue}-]*(?:[ \t]+(?:"[^"\n]*"|[\p{ID_Start}_][\p{ID_Continue}-]*))*[ \t]*\{|<<-?([\p{ID_Start}_][\p{ID_Continue}-]*)[ \t]*\r?$/gmu;

const aloneForm = /^[ \t]*([\p{ID_Start}_][\p{ID_Continue}-]*)[ \t]*\r?$/gmu;
