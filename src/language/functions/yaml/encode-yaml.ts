import { formatNumber } from "../../read-number.ts";
import { isList, isObject, sortedKeys } from "../../value.ts";
import type { ObjectValue, Value } from "../../value.ts";
import { isWrittenAsBlock, writeBlock, writeQuoted } from "./yaml-text.ts";

/**
 * A value as YAML in blocks, keys sorted and every text quoted, to the letter as Terraform's yamlencode writes it. Lists
 * inside mappings are not indented. Unknown values must not occur.
 */
export function encodeYaml(value: Value): string {
  const written = writeValue(value, { indent: 0, column: 0, width: 0 });
  // A plain scalar as a whole document is closed, since nothing else shows its end.
  return isPlain(value) ? `${written}\n...\n` : `${written}\n`;
}

interface Place {
  /** Of the block the value belongs to. */
  readonly indent: number;
  /** Where on its line the value begins. */
  readonly column: number;
  /** How far in the lines of a text go on from the block's own: 2 everywhere but at the top, where the block is none. */
  readonly width: number;
}

function isPlain(value: Value): boolean {
  return typeof value !== "string" && !isList(value) && !isObject(value);
}

/** What follows `key: ` or `- `, without the last line's end. */
function writeValue(value: Value, place: Place): string {
  if (typeof value === "string") return writeText(value, place);
  if (typeof value === "number") return formatNumber(value);
  if (isList(value)) return value.length === 0 ? "[]" : writeSequence(value, place.indent);
  if (isObject(value)) return value.size === 0 ? "{}" : writeMapping(value, place.indent);
  return String(value === true || value === false ? value : null);
}

function writeText(text: string, place: Place): string {
  if (isWrittenAsBlock(text)) return writeBlock(text, place.indent + 2);
  return writeQuoted(text, { column: place.column, indent: place.indent + 2 });
}

function writeSequence(values: readonly Value[], indent: number): string {
  const lines = values.map((value) => `- ${writeValue(value, { indent: indent + 2, column: indent + 2, width: 2 })}`);
  return lines.join(`\n${" ".repeat(indent)}`);
}

function writeMapping(object: ObjectValue, indent: number): string {
  const margin = `\n${" ".repeat(indent)}`;
  return sortedKeys(object)
    .map((key) => writeMember(key, object.get(key) ?? null, indent))
    .join(margin);
}

function writeMember(key: string, value: Value, indent: number): string {
  const margin = `\n${" ".repeat(indent)}`;
  const quoted = writeQuoted(key, { column: indent, indent });
  return `${quoted}:${margin}${String(value)}`;
}
