import type { Diagnostic } from "./diagnostic.ts";

/** Texts shorter than this are no secrets, and would turn up in any sentence. */
const MIN_HIDDEN_LENGTH = 3;

export interface HiddenTexts {
  readonly texts: ReadonlySet<string>;
  /** What is shown in the place of each. */
  readonly standIn: string;
}

/** Replaces each of the texts in another one, where it stands as a whole word or number. */
export type TextHider = (text: string) => string;

/** The diagnostics with each of the texts replaced in every message. */
export function hideTexts(diagnostics: readonly Diagnostic[], hidden: HiddenTexts): readonly Diagnostic[] {
  const hide = textHider(hidden);
  if (!hide) return diagnostics;
  return diagnostics.map((diagnostic) => ({
    ...diagnostic,
    summary: hide(diagnostic.summary),
    detail: hide(diagnostic.detail),
    related: diagnostic.related.map(({ message, range }) => ({ message: hide(message), range })),
  }));
}

/** Undefined when there is nothing to hide. */
export function textHider({ texts, standIn }: HiddenTexts): TextHider | undefined {
  const hidden = byBeginning([...texts].filter((text) => text.length >= MIN_HIDDEN_LENGTH));
  return hidden.size === 0 ? undefined : (text) => replaceWords(text, hidden, standIn);
}

/** Texts by their first {@link MIN_HIDDEN_LENGTH} characters, longest first: one that holds another is hidden as a whole. */
type TextIndex = ReadonlyMap<string, readonly string[]>;

function byBeginning(texts: readonly string[]): TextIndex {
  const index = new Map<string, string[]>();
  for (const text of [...texts].sort((a, b) => b.length - a.length)) {
    const beginning = text.slice(0, MIN_HIDDEN_LENGTH);
    const others = index.get(beginning);
    if (others) others.push(text);
    else index.set(beginning, [text]);
  }
  return index;
}

/** Not by a regular expression: secrets may be as many and as long as documents are. */
function replaceWords(text: string, index: TextIndex, standIn: string): string {
  let result = "";
  let passed = 0;
  for (let at = 0; at + MIN_HIDDEN_LENGTH <= text.length; at += 1) {
    const candidates = index.get(text.slice(at, at + MIN_HIDDEN_LENGTH));
    const found = candidates?.find((candidate) => isWordAt(text, candidate, at));
    if (found === undefined) continue;
    result += text.slice(passed, at) + standIn;
    passed = at + found.length;
    at = passed - 1;
  }
  return result + text.slice(passed);
}

function isWordAt(text: string, word: string, at: number): boolean {
  if (!text.startsWith(word, at)) return false;
  const end = at + word.length;
  // Two code units hold any character.
  return !endsInWord.test(text.slice(Math.max(0, at - 2), at)) && !beginsWord.test(text.slice(end, end + 2));
}

const endsInWord = /[\p{L}\p{N}_]$/u;
const beginsWord = /^[\p{L}\p{N}_]/u;
