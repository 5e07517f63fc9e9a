import type {
  Block,
  DocumentItem,
  DocumentValue,
  TypeExpression,
  VariableReference,
} from "./document-item.ts";

export interface WrittenDocument<O> {
  readonly text: string;
  /** What each stretch of the text comes from; a stretch within another comes later. */
  readonly places: readonly Place<O>[];
}

export interface Place<O> {
  readonly start: number;
  readonly end: number;
  readonly origin: O;
}

/** Writes a document in the language's native syntax. */
export function writeDocument<O>(items: readonly DocumentItem<O>[]): WrittenDocument<O> {
  const writer = new Writer<O>();
  writer.items(items, 0, 0);
  return { text: writer.text(), places: writer.places };
}

class Writer<O> {
  readonly places: Place<O>[] = [];
  readonly #pieces: string[] = [];
  #length = 0;

  text(): string {
    return this.#pieces.join("");
  }

  /** `width`: what the names of the surrounding block's attributes are padded to. */
  items(items: readonly DocumentItem<O>[], depth: number, width: number): void {
    for (const [index, item] of items.entries()) {
      if (depth === 0 && index > 0) this.#add("\n");
      this.#item(item, depth, width);
    }
  }

  #item(item: DocumentItem<O>, depth: number, width: number): void {
    const indent = "  ".repeat(depth);
    switch (item.kind) {
      case "attribute":
        this.#add(`${indent}${item.name.padEnd(width)} = ${valueText(item.value)}\n`);
        return;
      case "block":
        this.#block(item, depth);
        return;
      case "part": {
        const at = this.places.length;
        const start = this.#length;
        this.items(item.items, depth, width);
        this.places.splice(at, 0, { start, end: this.#length, origin: item.origin });
      }
    }
  }

  #block({ type, label, items }: Block<O>, depth: number): void {
    const indent = "  ".repeat(depth);
    const header = label === undefined ? type : `${type} ${quoted(label)}`;
    if (items.length === 0) {
      this.#add(`${indent}${header} {}\n`);
      return;
    }
    this.#add(`${indent}${header} {\n`);
    this.items(items, depth + 1, nameWidth(items));
    this.#add(`${indent}}\n`);
  }

  #add(piece: string): void {
    this.#pieces.push(piece);
    this.#length += piece.length;
  }
}

function nameWidth<O>(items: readonly DocumentItem<O>[]): number {
  const widths = items.map((item) => {
    if (item.kind === "block") return 0;
    return item.kind === "attribute" ? item.name.length : nameWidth(item.items);
  });
  return Math.max(0, ...widths);
}

function valueText(value: DocumentValue): string {
  if (typeof value === "string") return quoted(value);
  if (typeof value !== "object" || value === null) return String(value);
  if (isList(value)) return `[${value.map(valueText).join(", ")}]`;
  if (value instanceof Map) return objectText(value);
  return isExpression(value) ? expressionText(value) : "null";
}

function isExpression(value: DocumentValue): value is VariableReference | TypeExpression {
  return typeof value === "object" && value !== null && "kind" in value;
}

function expressionText(value: VariableReference | TypeExpression): string {
  return value.kind === "variable" ? `var.${value.name}` : value.text;
}

function objectText(members: ReadonlyMap<string, DocumentValue>): string {
  const texts = [...members].map(([key, member]) => `${keyText(key)} = ${valueText(member)}`);
  return texts.length === 0 ? "{}" : `{ ${texts.join(", ")} }`;
}

/** Words that mean something of their own at the beginning of an object are quoted as well. */
function keyText(key: string): string {
  return /^[A-Za-z_][\w-]*$/.test(key) && !["for", "true", "false", "null"].includes(key) ? key : quoted(key);
}

const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

function quoted(text: string): string {
  const escaped = text
    .replace(/["\\\n\r\t]/g, (character) => escapes[character] ?? character)
    // Control characters would be refused as they are.
    .replace(/\p{Cc}/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .replace(/([$%])\{/g, "$1$1{");
  return `"${escaped}"`;
}

function isList(value: DocumentValue): value is readonly DocumentValue[] {
  return Array.isArray(value);
}
