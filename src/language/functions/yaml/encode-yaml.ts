import { MAX_TEXT_LENGTH } from "../../limits.ts";
import { formatNumber } from "../../read-number.ts";
import { isList, isObject, sortedKeys } from "../../value.ts";
import type { ObjectValue, Value } from "../../value.ts";
import type { FunctionFailure } from "../function-definition.ts";
import { tooLong } from "../too-long.ts";
import { blockText, isSimpleKey, isWrittenAsBlock, quotedText } from "./yaml-text.ts";

/**
 * A known value as YAML in blocks, keys sorted and every text quoted, to the letter as Terraform's yamlencode writes it:
 * lists in mappings are not indented, and texts of several lines are literal blocks where YAML can hold them so.
 */
export function encodeYaml(value: Value): string | FunctionFailure {
  const writer = new YamlWriter();
  if (isComposite(value)) writer.writeInline(value, 0);
  else writer.writeScalar(value, { indent: STEP });
  writer.endLine();
  // Nothing else shows the end of a plain scalar that is the whole document.
  if (value === null || typeof value === "number" || typeof value === "boolean") writer.append("...\n");
  return writer.result();
}

/** How much further in each block is. */
const STEP = 2;

type Composite = readonly Value[] | ObjectValue;

function isComposite(value: Value): value is Composite {
  return isList(value) ? value.length > 0 : isObject(value) && value.size > 0;
}

class YamlWriter {
  private readonly parts: string[] = [];
  private length = 0;
  /** The last line so far. */
  private line = "";

  result(): string | FunctionFailure {
    return this.isFull ? tooLong() : this.parts.join("");
  }

  append(text: string): void {
    this.length += text.length;
    this.line = text.includes("\n") ? text.slice(text.lastIndexOf("\n") + 1) : this.line + text;
    if (!this.isFull) this.parts.push(text);
  }

  /** A literal block ends its last line itself. */
  endLine(): void {
    if (this.line !== "") this.append("\n");
  }

  /** A list or mapping whose first element stands where the writer is. */
  writeInline(value: Composite, indent: number): void {
    if (isList(value)) this.writeList(value, indent);
    else this.writeMapping(value, indent);
  }

  writeScalar(value: Value, { indent }: { readonly indent: number }): void {
    if (typeof value !== "string") this.append(plainText(value));
    else if (isWrittenAsBlock(value)) this.append(blockText(value, indent));
    else this.append(quotedText(value, { column: this.column, indent }));
  }

  private get isFull(): boolean {
    return this.length > MAX_TEXT_LENGTH;
  }

  private get column(): number {
    return Array.from(this.line).length;
  }

  private startLine(indent: number): void {
    this.endLine();
    if (indent > 0) this.append(" ".repeat(indent));
  }

  private writeList(values: readonly Value[], indent: number): void {
    for (const [index, value] of values.entries()) {
      if (this.isFull) return;
      if (index > 0) this.startLine(indent);
      this.append("- ");
      this.writeElement(value, indent + STEP);
    }
  }

  private writeElement(value: Value, indent: number): void {
    if (isComposite(value)) this.writeInline(value, indent);
    else this.writeScalar(value, { indent });
  }

  private writeMapping(object: ObjectValue, indent: number): void {
    for (const [index, key] of sortedKeys(object).entries()) {
      if (this.isFull) return;
      if (index > 0) this.startLine(indent);
      const value = object.get(key) ?? null;
      if (isSimpleKey(key)) this.writeMember(key, value, indent);
      else this.writeLongMember(key, value, indent);
    }
  }

  private writeMember(key: string, value: Value, indent: number): void {
    this.append(`${quotedText(key)}:`);
    if (!isComposite(value)) {
      this.append(" ");
      this.writeScalar(value, { indent: indent + STEP });
      return;
    }
    const inner = isList(value) ? indent : indent + STEP;
    this.startLine(inner);
    this.writeInline(value, inner);
  }

  /** Keys that are long or have several lines get a line, or lines, of their own. */
  private writeLongMember(key: string, value: Value, indent: number): void {
    this.append("? ");
    this.writeScalar(key, { indent: indent + STEP });
    this.startLine(indent);
    this.append(": ");
    this.writeElement(value, indent + STEP);
  }
}

/** Only empty collections get here. */
function plainText(value: Value): string {
  if (typeof value === "number") return formatNumber(value);
  if (isList(value)) return "[]";
  return isObject(value) ? "{}" : JSON.stringify(value);
}
