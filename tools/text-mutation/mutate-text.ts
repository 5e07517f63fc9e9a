/** What edits draw from: the language's tokens and characters. */
export interface Vocabulary {
  readonly tokens: readonly string[];
  readonly characters: string;
  /** Finds the tokens of a text; with the flag `g`. */
  readonly tokenForm: RegExp;
}

/**
 * One to three edits of one of the documents, the same for a seed wherever they are made: records of what a text gives
 * name seeds instead of texts. A change here makes it necessary to record again.
 */
export function mutateText(documents: readonly string[], vocabulary: Vocabulary, seed: number): string {
  const random = randomNumbers(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  let text = documents[below(documents.length)] ?? "";
  const edits = 1 + below(3);
  for (let count = 0; count < edits; count += 1) {
    const edit = editors[below(editors.length)];
    if (edit) text = edit(text, below, vocabulary);
  }
  return text;
}

type Below = (limit: number) => number;

/** What people and damaged files do: mostly to whole tokens and lines, sometimes to a character. */
const editors: readonly ((text: string, below: Below, vocabulary: Vocabulary) => string)[] = [
  deleteToken,
  deleteToken,
  repeatToken,
  replaceToken,
  insertToken,
  swapTokens,
  deleteLine,
  repeatLine,
  swapLines,
  deleteCharacter,
  insertCharacter,
  cutEnd,
  joinLines,
];

function tokenSpans(
  text: string,
  { tokenForm }: Vocabulary,
): readonly { readonly start: number; readonly end: number }[] {
  return [...text.matchAll(tokenForm)].map(({ index, 0: token }) => ({
    start: index,
    end: index + token.length,
  }));
}

function pick<T>(items: readonly T[], below: Below): T | undefined {
  return items[below(items.length)];
}

function deleteToken(text: string, below: Below, vocabulary: Vocabulary): string {
  const span = pick(tokenSpans(text, vocabulary), below);
  return span ? text.slice(0, span.start) + text.slice(span.end) : text;
}

function repeatToken(text: string, below: Below, vocabulary: Vocabulary): string {
  const span = pick(tokenSpans(text, vocabulary), below);
  return span ? `${text.slice(0, span.end)} ${text.slice(span.start)}` : text;
}

function replaceToken(text: string, below: Below, vocabulary: Vocabulary): string {
  const span = pick(tokenSpans(text, vocabulary), below);
  return span
    ? text.slice(0, span.start) + (pick(vocabulary.tokens, below) ?? "") + text.slice(span.end)
    : text;
}

function insertToken(text: string, below: Below, vocabulary: Vocabulary): string {
  const span = pick(tokenSpans(text, vocabulary), below);
  return span
    ? `${text.slice(0, span.start)}${pick(vocabulary.tokens, below) ?? ""} ${text.slice(span.start)}`
    : text;
}

function swapTokens(text: string, below: Below, vocabulary: Vocabulary): string {
  const spans = tokenSpans(text, vocabulary);
  const at = below(spans.length);
  const first = spans[at];
  const second = spans[at + 1];
  if (!first || !second) return text;
  const [a, b] = [text.slice(first.start, first.end), text.slice(second.start, second.end)];
  return text.slice(0, first.start) + b + text.slice(first.end, second.start) + a + text.slice(second.end);
}

function deleteLine(text: string, below: Below): string {
  const lines = text.split("\n");
  lines.splice(below(lines.length), 1);
  return lines.join("\n");
}

function repeatLine(text: string, below: Below): string {
  const lines = text.split("\n");
  const at = below(lines.length);
  lines.splice(below(lines.length), 0, lines[at] ?? "");
  return lines.join("\n");
}

function swapLines(text: string, below: Below): string {
  const lines = text.split("\n");
  const [a, b] = [below(lines.length), below(lines.length)];
  [lines[a], lines[b]] = [lines[b] ?? "", lines[a] ?? ""];
  return lines.join("\n");
}

function joinLines(text: string, below: Below): string {
  const lines = text.split("\n");
  const at = below(lines.length);
  const [before = "", after = ""] = lines.slice(at, at + 2);
  lines.splice(at, 2, `${before} ${after.trimStart()}`);
  return lines.join("\n");
}

function deleteCharacter(text: string, below: Below): string {
  const at = below(text.length);
  return text.slice(0, at) + text.slice(at + 1);
}

function insertCharacter(text: string, below: Below, { characters }: Vocabulary): string {
  const at = below(text.length);
  return text.slice(0, at) + characters.charAt(below(characters.length)) + text.slice(at);
}

function cutEnd(text: string, below: Below): string {
  return text.slice(0, below(text.length));
}

/** Mulberry32: numbers in [0, 1) that a 32-bit seed determines. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
