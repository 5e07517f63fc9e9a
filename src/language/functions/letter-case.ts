/**
 * Upper, lower and title case, one code point for one code point: what Unicode calls simple case mapping. JavaScript's
 * own methods map fully, so that ß becomes SS, and by context; Terraform's functions do neither.
 */
export function toUpperCase(text: string): string {
  return text.replace(sameKind, (part) => (isAscii(part) ? part.toUpperCase() : simpleUpper(part)));
}

export function toLowerCase(text: string): string {
  return text.replace(sameKind, (part) => (isAscii(part) ? part.toLowerCase() : simpleLower(part)));
}

/** The first letter of each word in title case, the others as they are. */
export function toTitleCase(text: string): string {
  let isInWord = false;
  return mapEach(text, (character) => {
    const begins = !isInWord && /\p{L}/u.test(character);
    isInWord = !isWordSeparator(character);
    return begins ? simpleTitle(character) : character;
  });
}

/** A run of ASCII, or any other character. */
const sameKind = /[ -~]+|[\s\S]/gu;

function isAscii(text: string): boolean {
  return !/[\u0080-\uffff]/.test(text);
}

function mapEach(text: string, map: (character: string) => string): string {
  return Array.from(text, map).join("");
}

function simpleUpper(character: string): string {
  const upper = character.toUpperCase();
  if (isOneCharacter(upper)) return upper;
  return withIotaBelow.get(character) ?? character;
}

function simpleLower(character: string): string {
  const lower = character.toLowerCase();
  // Only the dotted capital I has a full mapping of two.
  return isOneCharacter(lower) ? lower : (Array.from(lower)[0] ?? character);
}

function simpleTitle(character: string): string {
  return digraphs.get(character) ?? simpleUpper(character);
}

function isOneCharacter(text: string): boolean {
  return text.length === 1 || (text.codePointAt(0) ?? 0) > 0xffff;
}

/** Within ASCII, all but letters, digits and the underscore part words; beyond it, only spaces do. */
function isWordSeparator(character: string): boolean {
  if (/[\p{L}\p{N}_]/u.test(character)) return false;
  return character < "\u0080" || /[\p{Z}\u0085]/u.test(character);
}

/** Two letters in one character have a form of their own in title case. */
const digraphs: ReadonlyMap<string, string> = new Map([
  ...["\u01c4", "\u01c5", "\u01c6"].map((from) => [from, "\u01c5"] as const),
  ...["\u01c7", "\u01c8", "\u01c9"].map((from) => [from, "\u01c8"] as const),
  ...["\u01ca", "\u01cb", "\u01cc"].map((from) => [from, "\u01cb"] as const),
  ...["\u01f1", "\u01f2", "\u01f3"].map((from) => [from, "\u01f2"] as const),
]);

/** Greek letters with an iota below: the full mapping writes the iota as a letter of its own. */
const withIotaBelow: ReadonlyMap<string, string> = new Map([
  ...[0x1f80, 0x1f90, 0x1fa0].flatMap((start) =>
    Array.from({ length: 8 }, (_, index) => shifted(start + index, 8)),
  ),
  ...[0x1fb3, 0x1fc3, 0x1ff3].map((code) => shifted(code, 9)),
]);

function shifted(code: number, by: number): readonly [string, string] {
  return [String.fromCharCode(code), String.fromCharCode(code + by)];
}
