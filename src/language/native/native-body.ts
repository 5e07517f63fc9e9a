import type { Diagnostic, WithDiagnostics } from "../../diagnostics/diagnostic.ts";
import { inSourceOrder } from "../../diagnostics/diagnostic.ts";
import type { SourceRange } from "../../diagnostics/source-file.ts";
import type { Attribute, Block, BlockSchema, Body, BodyContent, BodySchema } from "../body.ts";
import {
  attributeAsBlock,
  blockAsAttribute,
  missingAttribute,
  unsupportedAttribute,
  unsupportedBlock,
  wrongLabelCount,
} from "../body-diagnostics.ts";
import { collectTraversals } from "../traversals-of.ts";
import type { Traversal } from "../traversals-of.ts";

interface NativeBodyParts {
  /** Each name once, in source order. */
  readonly attributes: readonly Attribute[];
  readonly blocks: readonly Block[];
  /** Those of the blocks that a syntax error left without their contents, and perhaps without their labels. */
  readonly damaged: ReadonlySet<Block>;
  readonly complete: boolean;
  readonly range: SourceRange;
  readonly missingItemRange: SourceRange;
}

/** A body in native syntax, which tells arguments from blocks by itself. */
export class NativeBody implements Body {
  /** Found once: a compilation asks for those of each block and for those of the whole document. */
  #references: readonly Traversal[] | undefined;

  constructor(private readonly parts: NativeBodyParts) {}

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
    const { attributes, blocks } = this.parts;
    return [...attributes.map(({ name }) => name), ...new Set(blocks.map(({ type }) => type))];
  }

  references(): readonly Traversal[] {
    this.#references ??= this.findReferences();
    return this.#references;
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
    const wanted = indexOf(schema);
    const attributes = new Map<string, Attribute>();
    for (const attribute of this.parts.attributes) {
      const { name } = attribute;
      if (wanted.attributes.has(name)) attributes.set(name, attribute);
      else if (wanted.blocks.has(name)) diagnostics.push(blockAsAttribute(attribute));
    }
    const blocks: Block[] = [];
    const unnamed: Block[] = [];
    for (const block of this.parts.blocks) {
      const isDamaged = this.parts.damaged.has(block);
      const blockSchema = wanted.blocks.get(block.type);
      if (!blockSchema) {
        if (wanted.attributes.has(block.type) && !isDamaged) diagnostics.push(attributeAsBlock(block));
        continue;
      }
      const wrong = wrongLabelCount(block, blockSchema);
      (wrong ? unnamed : blocks).push(block);
      if (wrong && !isDamaged) diagnostics.push(wrong);
    }
    for (const name of wanted.required) {
      const isWritten = attributes.has(name) || this.parts.blocks.some(({ type }) => type === name);
      if (!isWritten && this.parts.complete) diagnostics.push(missingAttribute(name, this.missingItemRange));
    }
    return { value: { attributes, blocks, unnamed }, diagnostics: inSourceOrder(diagnostics) };
  }

  justAttributes(): WithDiagnostics<ReadonlyMap<string, Attribute>> {
    const none: BodySchema = { attributes: [], blocks: [] };
    return {
      value: new Map(this.parts.attributes.map((attribute) => [attribute.name, attribute])),
      diagnostics: this.parts.blocks
        .filter((block) => !this.parts.damaged.has(block))
        .map((block) => unsupportedBlock(block, none)),
    };
  }

  private findReferences(): readonly Traversal[] {
    const found: Traversal[] = [];
    for (const { expression } of this.parts.attributes) collectTraversals(expression, found);
    for (const { body } of this.parts.blocks)
      for (const reference of body.references()) found.push(reference);
    return found.length > 0 ? found : none;
  }

  /** What is written here and appears nowhere in the schema, neither as an argument nor as a block. */
  private strangers(schema: BodySchema): readonly Diagnostic[] {
    const { attributes, blocks } = indexOf(schema);
    const isKnown = (name: string): boolean => attributes.has(name) || blocks.has(name);
    const found: Diagnostic[] = [];
    for (const { name, nameRange } of this.parts.attributes) {
      if (isKnown(name)) continue;
      found.push(unsupportedAttribute(name, nameRange, { schema, written: this.itemNames() }));
    }
    for (const block of this.parts.blocks)
      if (!isKnown(block.type) && !this.parts.damaged.has(block)) found.push(unsupportedBlock(block, schema));
    return found;
  }
}

const none: readonly Traversal[] = [];

/** A body of which nothing is known. */
export function unreadBody(range: SourceRange): NativeBody {
  return new NativeBody({
    attributes: [],
    blocks: [],
    damaged: new Set(),
    complete: false,
    range,
    missingItemRange: range,
  });
}

/** A schema's items by name. */
interface SchemaIndex {
  readonly attributes: ReadonlySet<string>;
  readonly required: readonly string[];
  readonly blocks: ReadonlyMap<string, BlockSchema>;
}

const indexes = new WeakMap<BodySchema, SchemaIndex>();

/** Made once for each schema: thousands of bodies are read with one. */
function indexOf(schema: BodySchema): SchemaIndex {
  const known = indexes.get(schema);
  if (known) return known;
  const index = {
    attributes: new Set(schema.attributes.map(({ name }) => name)),
    required: schema.attributes.filter(({ required }) => required).map(({ name }) => name),
    blocks: new Map(schema.blocks.map((block) => [block.type, block])),
  };
  indexes.set(schema, index);
  return index;
}
