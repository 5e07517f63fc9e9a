/** How texts are written in YAML; source: YAML 1.1, chapters 5.1 (characters), 5.6 (escapes) and 9 (scalar styles). */

/** Whether a text of several lines can be a literal block: escapes and spaces at the ends of lines would be lost in it. */
export function isWrittenAsBlock(text: string): boolean {
  return (
    text.includes("\n") && !text.endsWith(" ") && !/ [\n\u2028\u2029]/.test(text) && !unprintable.test(text)
  );
}

/** A literal block, its lines `indent` columns in: `|` and the rest of what follows the key or dash. */
export function blockText(text: string, indent: number): string {
  const margin = " ".repeat(indent);
  const indentHint = /^[ \n]/.test(text) ? "2" : "";
  const lines = text.replace(/^(?=[^\n])/gm, margin);
  return `|${indentHint}${chompingOf(text)}\n${lines}`;
}

function chompingOf(text: string): string {
  if (!text.endsWith("\n")) return "-";
  return text === "\n" || text.endsWith("\n\n") ? "+" : "";
}

/** A key on one line with its value. */
export function isSimpleKey(key: string): boolean {
  return (
    new TextEncoder().encode(key).length <= MAX_SIMPLE_KEY_BYTES && !/[\n\r\u0085\u2028\u2029]/.test(key)
  );
}

const MAX_SIMPLE_KEY_BYTES = 128;

export interface Fold {
  /** Where the opening quote stands. */
  readonly column: number;
  /** Where further lines begin. */
  readonly indent: number;
}

/** In double quotes; with a fold, lines end at the first space behind column 80. */
export function quotedText(text: string, fold?: Fold): string {
  const characters = Array.from(text);
  let written = '"';
  let column = (fold?.column ?? 0) + 1;
  let isAfterSpace = false;
  for (const [index, character] of characters.entries()) {
    const isInside = index > 0 && index < characters.length - 1;
    if (fold && character === " " && isInside && !isAfterSpace && column > FOLD_COLUMN) {
      written += `\n${" ".repeat(fold.indent)}${characters[index + 1] === " " ? "\\" : ""}`;
      column = fold.indent + (characters[index + 1] === " " ? 1 : 0);
    } else {
      const shown = escaped(character);
      written += shown;
      column += shown === character ? 1 : shown.length;
    }
    isAfterSpace = character === " ";
  }
  return `${written}"`;
}

const FOLD_COLUMN = 80;

function escaped(character: string): string {
  const short = shortEscapes.get(character);
  if (short !== undefined) return short;
  if (!unprintable.test(character)) return character;
  const code = character.codePointAt(0) ?? 0;
  const digits = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${digits.padStart(2, "0")}`;
  return code <= 0xffff ? `\\u${digits.padStart(4, "0")}` : `\\U${digits.padStart(8, "0")}`;
}

const shortEscapes: ReadonlyMap<string, string> = new Map([
  ["\0", "\\0"],
  ["\u0007", "\\a"],
  ["\b", "\\b"],
  ["\t", "\\t"],
  ["\n", "\\n"],
  ["\v", "\\v"],
  ["\f", "\\f"],
  ["\r", "\\r"],
  ["\u001b", "\\e"],
  ['"', '\\"'],
  ["\\", "\\\\"],
  ["\u0085", "\\N"],
  ["\u2028", "\\L"],
  ["\u2029", "\\P"],
]);

/** Beyond the Basic Multilingual Plane all characters are escaped, as Terraform's writer does. */
const unprintable = /[^\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/u;
