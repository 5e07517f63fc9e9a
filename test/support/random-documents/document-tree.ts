/** A document as a tree, so that a part can be taken away and the rest printed again. */
export type DocumentItem = DocumentAttribute | DocumentBlock;

export interface DocumentAttribute {
  readonly kind: "attribute";
  readonly name: string;
  /** As written in the document. */
  readonly value: string;
  /** The field of the schemas that it shows, for example `HeaderMatch.exact`. */
  readonly field: string;
}

export interface DocumentBlock {
  readonly kind: "block";
  readonly type: string;
  readonly label: string | undefined;
  readonly items: readonly DocumentItem[];
  readonly field: string;
}

export interface PrintedItem {
  readonly item: DocumentItem;
  readonly start: number;
  readonly end: number;
}

export interface PrintedDocument {
  readonly text: string;
  /** Every item with its place in the text, outer ones before those inside of them. */
  readonly places: readonly PrintedItem[];
}

export function printDocument(items: readonly DocumentItem[]): PrintedDocument {
  const places: PrintedItem[] = [];
  let text = "";
  const print = (item: DocumentItem, indent: string): void => {
    const start = text.length;
    const position = places.length;
    places.push({ item, start, end: start });
    if (item.kind === "attribute") text += `${indent}${item.name} = ${item.value}\n`;
    else {
      const label = item.label === undefined ? "" : ` ${quoted(item.label)}`;
      text += `${indent}${item.type}${label} {\n`;
      for (const inner of item.items) print(inner, `${indent}  `);
      text += `${indent}}\n`;
    }
    places[position] = { item, start, end: text.length };
  };
  for (const item of items) print(item, "");
  return { text, places };
}

/** The items without those of a set, at any depth. */
export function without(
  items: readonly DocumentItem[],
  unwanted: ReadonlySet<DocumentItem>,
): readonly DocumentItem[] {
  return items
    .filter((item) => !unwanted.has(item))
    .map((item) => (item.kind === "block" ? { ...item, items: without(item.items, unwanted) } : item));
}

/** The field of every item, as often as it occurs. */
export function fieldsOf(items: readonly DocumentItem[]): readonly string[] {
  return items.flatMap((item) => [item.field, ...(item.kind === "block" ? fieldsOf(item.items) : [])]);
}

/** A text in native syntax, where `${` and `%{` would begin templates. */
export function quoted(text: string): string {
  return JSON.stringify(text).replace(/([$%])\{/g, "$1$1{");
}
