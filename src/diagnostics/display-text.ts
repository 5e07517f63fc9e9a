import { graphemesOf } from "./graphemes.ts";

/** One grapheme cluster as a terminal shows it. */
export interface DisplayCell {
  /** What to print: never a control character, so that no document can steer the reader's terminal. */
  readonly text: string;
  /** Columns it takes: 1, or 2 for East Asian wide characters and emoji, or more for a tab or an escaped character. */
  readonly width: number;
  /** Where the cluster lies in the text given to {@link displayCells}, in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
}

/** Columns between tab stops. */
const tabWidth = 4;

/** A cluster with more combining marks than any script needs is somebody's joke on the lines above and below. */
const maxClusterUnits = 64;

/**
 * The columns of one line. Tabs are expanded, control and formatting characters are written as `␛` or `<U+202E>`,
 * lone surrogates and overlong clusters as `�`.
 */
export function displayCells(line: string): readonly DisplayCell[] {
  const cells: DisplayCell[] = [];
  let column = 0;
  for (const cluster of clusters(line)) {
    const text = cluster.text === "\t" ? " ".repeat(tabWidth - (column % tabWidth)) : harmless(cluster.text);
    const width = text === cluster.text ? clusterWidth(text) : displayWidth(text);
    cells.push({ text, width, start: cluster.start, end: cluster.start + cluster.text.length });
    column += width;
  }
  return cells;
}

/** A text made harmless for a terminal, as one line. */
export function displayText(text: string): string {
  if (isPlain(text)) return text;
  return displayCells(text)
    .map((cell) => cell.text)
    .join("");
}

/** The columns that a harmless text takes. */
export function displayWidth(text: string): number {
  if (isPlain(text)) return text.length;
  let width = 0;
  for (const cluster of clusters(text)) width += clusterWidth(cluster.text);
  return width;
}

function* clusters(text: string): Generator<{ readonly text: string; readonly start: number }> {
  if (isPlain(text)) {
    for (let start = 0; start < text.length; start += 1) yield { text: text.charAt(start), start };
    return;
  }
  for (const { segment, index } of graphemesOf(text)) yield { text: segment, start: index };
}

function isPlain(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

// Control, format and separator characters and lone surrogates. The joiners that emoji and Indic scripts need stay.
const harmful = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const harmfulEach = new RegExp(harmful, "gu");
const joiners = "\u200c\u200d";

function harmless(cluster: string): string {
  if (cluster.length > maxClusterUnits) return "\ufffd";
  // A mark without a letter would settle on whatever was printed before it.
  const carried = /^\p{M}/u.test(cluster) ? `\u25cc${cluster}` : cluster;
  if (!harmful.test(carried)) return carried;
  const isJoined = carried.length > 1;
  return carried.replace(harmfulEach, (character) =>
    isJoined && joiners.includes(character) ? character : escaped(character),
  );
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return "\u2421";
  if (code >= 0xd800 && code <= 0xdfff) return "\ufffd";
  return `<U+${code.toString(16).toUpperCase().padStart(4, "0")}>`;
}

// East_Asian_Width W and F (Unicode Standard Annex #11), by blocks; emoji are told by their own property.
const wide =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18dff}\u{1b000}-\u{1b2ff}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}]/u;
const emoji = /^(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f|[0-9#*]\ufe0f\u20e3)/u;

function clusterWidth(cluster: string): number {
  return wide.test(cluster) || emoji.test(cluster) ? 2 : 1;
}
