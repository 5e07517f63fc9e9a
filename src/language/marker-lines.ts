/** A line that holds a heredoc's marker. */
export interface MarkerLine {
  readonly lineStart: number;
  /** Where the marker begins for the first time on the line. */
  readonly start: number;
  readonly end: number;
}

/**
 * The lines that hold a text, from `from` on, which begins a line. Not by a regular expression, since a marker may be as
 * long as a document.
 */
export function* markerLines(text: string, marker: string, from: number): Generator<MarkerLine> {
  let start = text.indexOf(marker, from);
  while (start >= 0) {
    yield { lineStart: text.lastIndexOf("\n", start - 1) + 1, start, end: start + marker.length };
    const newline = text.indexOf("\n", start);
    start = newline < 0 ? -1 : text.indexOf(marker, newline + 1);
  }
}

/** Where the line ends that holds nothing but the marker and white space; undefined when it holds more. */
export function endOfMarkerLine(text: string, { lineStart, start, end }: MarkerLine): number | undefined {
  const newline = text.indexOf("\n", end);
  const lineEnd = newline < 0 ? text.length : newline;
  return isBlank(text.slice(lineStart, start)) && isBlank(text.slice(end, lineEnd)) ? lineEnd : undefined;
}

function isBlank(text: string): boolean {
  return !/[^ \t\r]/.test(text);
}
