import type { TemplateItem } from "./template-item.ts";

/**
 * Takes the indentation that all lines of a `<<-` heredoc share from each of them. Blank lines do not count, and a line
 * that begins with an interpolation has no indentation.
 */
export function stripSharedIndent(items: readonly TemplateItem[]): readonly TemplateItem[] {
  const indents = items.map((item, index) => (beginsLine(items, index) ? indentOf(item) : undefined));
  let shared = Number.POSITIVE_INFINITY;
  for (const indent of indents) if (indent !== undefined) shared = Math.min(shared, indent);
  if (shared === 0 || shared === Number.POSITIVE_INFINITY) return items;
  return items.map((item, index) =>
    item.kind === "text" && indents[index] !== undefined ? { ...item, text: item.text.slice(shared) } : item,
  );
}

function beginsLine(items: readonly TemplateItem[], index: number): boolean {
  const before = items[index - 1];
  return before === undefined || (before.kind === "text" && before.text.endsWith("\n"));
}

/** How many white space characters begin the line; undefined for a blank line. */
function indentOf(item: TemplateItem): number | undefined {
  if (item.kind !== "text") return 0;
  const content = item.text.trimStart();
  if (content === "" && item.text.endsWith("\n")) return undefined;
  return item.text.length - content.length;
}
