import type { Diagnostic, WithDiagnostics } from "../../diagnostics/diagnostic.ts";
import { inSourceOrder } from "../../diagnostics/diagnostic.ts";
import type { SourceRange } from "../../diagnostics/source-file.ts";
import type { Attribute, Block, Body, BodyContent, BodySchema } from "../body.ts";
import {
  attributeAsBlock,
  blockAsAttribute,
  missingAttribute,
  unsupportedAttribute,
  unsupportedBlock,
  wrongLabelCount,
} from "../body-diagnostics.ts";

interface NativeBodyParts {
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly blocks: readonly Block[];
  readonly complete: boolean;
  readonly range: SourceRange;
  readonly missingItemRange: SourceRange;
}

/** A body in native syntax, which tells arguments from blocks by itself. */
export class NativeBody implements Body {
  constructor(private readonly parts: NativeBodyParts) {}

  get range(): SourceRange {
    return this.parts.range;
  }

  get missingItemRange(): SourceRange {
    return this.parts.missingItemRange;
  }

  itemNames(): readonly string[] {
    return [...this.parts.attributes.keys(), ...new Set(this.parts.blocks.map(({ type }) => type))];
  }

  content(schema: BodySchema): WithDiagnostics<BodyContent> {
    const { value, diagnostics } = this.partialContent(schema);
    const strangers = this.strangers(schema);
    return {
      value,
      diagnostics: strangers.length > 0 ? inSourceOrder([...diagnostics, ...strangers]) : diagnostics,
    };
  }

  partialContent(schema: BodySchema): WithDiagnostics<BodyContent> {
    const diagnostics: Diagnostic[] = [];
    const attributes = new Map<string, Attribute>();
    const wantedBlocks = new Map(schema.blocks.map((block) => [block.type, block]));
    const wantedAttributes = new Set<string>();
    for (const { name, required } of schema.attributes) {
      wantedAttributes.add(name);
      const attribute = this.parts.attributes.get(name);
      if (attribute) attributes.set(name, attribute);
      else if (required && this.parts.complete && !this.parts.blocks.some(({ type }) => type === name)) {
        diagnostics.push(missingAttribute(name, this.missingItemRange));
      }
    }
    const blocks: Block[] = [];
    for (const block of this.parts.blocks) {
      const wanted = wantedBlocks.get(block.type);
      if (!wanted) {
        if (wantedAttributes.has(block.type)) diagnostics.push(attributeAsBlock(block));
        continue;
      }
      const wrong = wrongLabelCount(block, wanted);
      if (wrong) diagnostics.push(wrong);
      else blocks.push(block);
    }
    for (const [name, attribute] of this.parts.attributes) {
      if (wantedBlocks.has(name) && !wantedAttributes.has(name))
        diagnostics.push(blockAsAttribute(attribute));
    }
    return { value: { attributes, blocks }, diagnostics: inSourceOrder(diagnostics) };
  }

  justAttributes(): WithDiagnostics<ReadonlyMap<string, Attribute>> {
    const none: BodySchema = { attributes: [], blocks: [] };
    return {
      value: this.parts.attributes,
      diagnostics: this.parts.blocks.map((block) => unsupportedBlock(block, none)),
    };
  }

  /** What is written here and appears nowhere in the schema, neither as an argument nor as a block. */
  private strangers(schema: BodySchema): readonly Diagnostic[] {
    const known = new Set([
      ...schema.attributes.map(({ name }) => name),
      ...schema.blocks.map(({ type }) => type),
    ]);
    return [
      ...[...this.parts.attributes.values()]
        .filter(({ name }) => !known.has(name))
        .map((attribute) => unsupportedAttribute(attribute.name, attribute.nameRange, schema)),
      ...this.parts.blocks
        .filter(({ type }) => !known.has(type))
        .map((block) => unsupportedBlock(block, schema)),
    ];
  }
}
