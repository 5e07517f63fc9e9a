import { displayText, displayWidth } from "./display-text.ts";

/**
 * Prose as harmless lines of at most `width` columns, broken between words; a longer word stays whole. Line breaks of
 * the text stay, and a line that begins with a space is left as it is: it is an example, not prose.
 */
export function wrapText(text: string, width: number): readonly string[] {
  return text
    .split(/\r?\n/)
    .flatMap((line) => (/^[ \t]/.test(line) ? [displayText(line)] : wrapLine(line, width)));
}

function wrapLine(line: string, width: number): readonly string[] {
  const lines: string[] = [];
  let current = "";
  let columns = 0;
  for (const word of displayText(line).split(" ").filter(Boolean)) {
    const wordColumns = displayWidth(word);
    if (current !== "" && columns + 1 + wordColumns > width) {
      lines.push(current);
      current = "";
      columns = 0;
    }
    columns += wordColumns + (current === "" ? 0 : 1);
    current = current === "" ? word : `${current} ${word}`;
  }
  return [...lines, current];
}
