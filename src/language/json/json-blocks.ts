import type { Node } from "jsonc-parser";
import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { SourceFile, SourceRange } from "../../diagnostics/source-file.ts";
import type { Block, BlockSchema, Body, Label } from "../body.ts";
import { languageCodes } from "../codes.ts";
import type { JsonProperty } from "./json-body.ts";
import { nodeRange } from "./json-expression.ts";

interface BlockReading {
  readonly file: SourceFile;
  readonly schema: BlockSchema;
  readonly diagnostics: Diagnostic[];
  readonly makeBody: (
    node: Node,
    parts: {
      readonly file: SourceFile;
      readonly properties: readonly JsonProperty[];
      readonly range: SourceRange;
      readonly missingItemRange: SourceRange;
    },
  ) => Body;
}

/**
 * The blocks that a property stands for: one level of objects for each label, then an object for one block or a list of
 * objects for several. Null stands for none.
 *
 * Source: HCL JSON syntax specification, "Blocks".
 */
export function readJsonBlocks(property: JsonProperty, reading: BlockReading): readonly Block[] {
  const typeRange = nodeRange(reading.file, property.nameNode);
  return readLevel(property.valueNode, { type: property.name, typeRange, labels: [] }, reading);
}

/** The properties of an object, without comments. */
export function propertiesOf(node: Node): readonly JsonProperty[] {
  return (node.children ?? []).flatMap(({ children: [nameNode, valueNode] = [] }) => {
    const name: unknown = nameNode?.value;
    return nameNode && valueNode && typeof name === "string" && name !== "//"
      ? [{ name, nameNode, valueNode }]
      : [];
  });
}

interface BlockStart {
  readonly type: string;
  readonly typeRange: SourceRange;
  readonly labels: readonly Label[];
}

function readLevel(node: Node, start: BlockStart, reading: BlockReading): readonly Block[] {
  if (node.type === "null") return [];
  if (node.type === "array")
    return (node.children ?? []).flatMap((child) => readLevel(child, start, reading));
  const missingLabel = reading.schema.labelNames[start.labels.length];
  if (node.type !== "object") return reportShape(node, { start, missingLabel }, reading);
  if (missingLabel === undefined) return [readBlock(node, start, reading)];
  return propertiesOf(node).flatMap(({ name, nameNode, valueNode }) => {
    const label = { text: name, range: nodeRange(reading.file, nameNode) };
    return readLevel(valueNode, { ...start, labels: [...start.labels, label] }, reading);
  });
}

function readBlock(
  node: Node,
  { type, typeRange, labels }: BlockStart,
  { file, makeBody }: BlockReading,
): Block {
  const headerRange = { ...typeRange, end: labels.at(-1)?.range.end ?? typeRange.end };
  const range = { file, start: node.offset + 1, end: node.offset + node.length - 1 };
  const body = makeBody(node, {
    file,
    properties: propertiesOf(node),
    range,
    missingItemRange: labels.at(-1)?.range ?? typeRange,
  });
  return { type, typeRange, labels, body, headerRange };
}

function reportShape(
  node: Node,
  { start, missingLabel }: { readonly start: BlockStart; readonly missingLabel: string | undefined },
  { file, diagnostics }: BlockReading,
): readonly Block[] {
  diagnostics.push(
    error({
      code: languageCodes.wrongJsonShape,
      summary: missingLabel === undefined ? "Object expected" : "Labels expected",
      detail:
        missingLabel === undefined
          ? `A "${start.type}" block is an object, and several are a list of objects. Put braces around its contents.`
          : `A "${start.type}" block has a ${missingLabel}, which is a property around its contents: { "<${missingLabel}>": { … } }. Add it.`,
      subject: nodeRange(file, node),
    }),
  );
  return [];
}
