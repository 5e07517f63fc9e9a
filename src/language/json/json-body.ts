import type { Node } from "jsonc-parser";
import { error, inSourceOrder } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic, WithDiagnostics } from "../../diagnostics/diagnostic.ts";
import type { SourceFile, SourceRange } from "../../diagnostics/source-file.ts";
import type { Attribute, Block, Body, BodyContent, BodySchema } from "../body.ts";
import { missingAttribute, unsupportedAttribute } from "../body-diagnostics.ts";
import { languageCodes } from "../codes.ts";
import { traversalsOf } from "../traversals-of.ts";
import type { Traversal } from "../traversals-of.ts";
import { readJsonBlocks } from "./json-blocks.ts";
import type { JsonDamage } from "./json-damage.ts";
import { jsonExpression, nodeRange } from "./json-expression.ts";

/** A property of a JSON object, or of several that make up one body. */
export interface JsonProperty {
  readonly name: string;
  readonly nameNode: Node;
  readonly valueNode: Node;
}

interface JsonBodyParts {
  readonly file: SourceFile;
  readonly properties: readonly JsonProperty[];
  readonly range: SourceRange;
  readonly missingItemRange: SourceRange;
  readonly damage: JsonDamage;
  /** False where a syntax error may have hidden a property. */
  readonly complete: boolean;
}

/**
 * A body in JSON, where only the schema tells which properties are attributes and which are blocks. A property named
 * `//` is a comment.
 *
 * Source: HCL JSON syntax specification, "Bodies".
 */
export class JsonBody implements Body {
  constructor(private readonly parts: JsonBodyParts) {}

  get range(): SourceRange {
    return this.parts.range;
  }

  get missingItemRange(): SourceRange {
    return this.parts.missingItemRange;
  }

  get isComplete(): boolean {
    return this.parts.complete;
  }

  itemNames(): readonly string[] {
    return [...new Set(this.parts.properties.map(({ name }) => name))];
  }

  references(): readonly Traversal[] {
    const { file, properties } = this.parts;
    // What is wrong with the expressions is told where they are read.
    return properties.flatMap(({ valueNode }) => traversalsOf(jsonExpression(file, valueNode, [])));
  }

  content(schema: BodySchema): WithDiagnostics<BodyContent> {
    const { value, diagnostics } = this.partialContent(schema);
    // Where brackets do not fit together, a property may belong anywhere.
    if (!this.parts.damage.isStructureKnown) return { value, diagnostics };
    const known = new Set([
      ...schema.attributes.map(({ name }) => name),
      ...schema.blocks.map(({ type }) => type),
    ]);
    const names = { schema, written: this.itemNames() };
    const strangers = this.parts.properties
      .filter(({ name }) => !known.has(name))
      .map(({ name, nameNode }) => unsupportedAttribute(name, nodeRange(this.parts.file, nameNode), names));
    return { value, diagnostics: inSourceOrder([...diagnostics, ...strangers]) };
  }

  partialContent(schema: BodySchema): WithDiagnostics<BodyContent> {
    const diagnostics: Diagnostic[] = [];
    const attributes = new Map<string, Attribute>();
    const attributeNames = new Set(schema.attributes.map(({ name }) => name));
    const blockSchemas = new Map(schema.blocks.map((block) => [block.type, block]));
    const blocks: Block[] = [];
    for (const property of this.parts.properties) {
      const blockSchema = blockSchemas.get(property.name);
      if (attributeNames.has(property.name)) this.addAttribute(property, { attributes, diagnostics });
      else if (blockSchema) {
        const { file, damage } = this.parts;
        blocks.push(
          ...readJsonBlocks(property, {
            file,
            schema: blockSchema,
            diagnostics,
            makeBody: (node, parts) => new JsonBody({ ...parts, damage, complete: damage.isWhole(node) }),
          }),
        );
      }
    }
    for (const { name, required } of schema.attributes) {
      if (required && this.isComplete && !attributes.has(name))
        diagnostics.push(missingAttribute(name, this.missingItemRange));
    }
    return { value: { attributes, blocks, unnamed: [] }, diagnostics: inSourceOrder(diagnostics) };
  }

  justAttributes(): WithDiagnostics<ReadonlyMap<string, Attribute>> {
    const diagnostics: Diagnostic[] = [];
    const attributes = new Map<string, Attribute>();
    for (const property of this.parts.properties) this.addAttribute(property, { attributes, diagnostics });
    return { value: attributes, diagnostics };
  }

  private addAttribute(
    { name, nameNode, valueNode }: JsonProperty,
    {
      attributes,
      diagnostics,
    }: { readonly attributes: Map<string, Attribute>; readonly diagnostics: Diagnostic[] },
  ): void {
    const { file } = this.parts;
    const nameRange = nodeRange(file, nameNode);
    const first = attributes.get(name);
    if (first) {
      diagnostics.push(
        error({
          code: languageCodes.duplicateAttribute,
          summary: "Duplicate argument",
          detail: `The argument "${name}" is already set in this object. Remove one of the two.`,
          subject: nameRange,
          related: [{ message: "set first here", range: first.nameRange }],
        }),
      );
      return;
    }
    const expression = jsonExpression(file, valueNode, diagnostics);
    attributes.set(name, { name, nameRange, expression, range: { ...nameRange, end: expression.range.end } });
  }
}
