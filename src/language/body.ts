import type { SourceRange } from "../diagnostics/source-file.ts";
import type { WithDiagnostics } from "../diagnostics/diagnostic.ts";
import type { Expression } from "./expression.ts";
import type { Traversal } from "./traversals-of.ts";

/**
 * A set of attributes and nested blocks, whichever syntax it was written in.
 *
 * Native syntax tells attributes from blocks by itself; in JSON only the reader's schema can. So a body answers
 * questions put as a schema; by itself it lists only names.
 */
export interface Body {
  /** From the first to the last character between the braces; the whole file for a document. */
  readonly range: SourceRange;
  /** Where "something is missing here" is best underlined: the header of the block, or the start of the file. */
  readonly missingItemRange: SourceRange;
  /** False when a syntax error may have hidden an item, so that nobody complains of its absence. */
  readonly isComplete: boolean;
  /**
   * What the schema asks for, in source order. Names outside the schema are reported, with a suggestion, and so are an
   * attribute written as a block, a block written as an attribute, missing required attributes and wrong label counts.
   */
  content(schema: BodySchema): WithDiagnostics<BodyContent>;
  /** Like {@link content}, but names outside the schema are left for another reader instead of being reported. */
  partialContent(schema: BodySchema): WithDiagnostics<BodyContent>;
  /** Everything as attributes, whatever their names: for `locals` and variable files. Blocks are reported. */
  justAttributes(): WithDiagnostics<ReadonlyMap<string, Attribute>>;
  /** The names of all attributes and blocks, each once: enough to tell whether a file is one of ours. */
  itemNames(): readonly string[];
  /** What the expressions here and in all nested blocks refer to, whether or not a schema knows them. */
  references(): readonly Traversal[];
}

export interface BodySchema {
  readonly attributes: readonly AttributeSchema[];
  readonly blocks: readonly BlockSchema[];
}

export interface AttributeSchema {
  readonly name: string;
  readonly required: boolean;
}

export interface BlockSchema {
  readonly type: string;
  /** What each label stands for, e.g. `["name"]`; its length is the number of labels required. */
  readonly labelNames: readonly string[];
}

export interface BodyContent {
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly blocks: readonly Block[];
  /**
   * Blocks of the schema's types whose labels could not be read, or are too few or too many, which was reported: what
   * they declare is not known, so that nobody complains of its absence.
   */
  readonly unnamed: readonly Block[];
}

export interface Attribute {
  readonly name: string;
  readonly nameRange: SourceRange;
  readonly expression: Expression;
  /** From the name to the end of the expression. */
  readonly range: SourceRange;
}

export interface Block {
  readonly type: string;
  readonly typeRange: SourceRange;
  readonly labels: readonly Label[];
  readonly body: Body;
  /** Type and labels, without the brace. */
  readonly headerRange: SourceRange;
}

export interface Label {
  readonly text: string;
  /** The quotes are part of it. */
  readonly range: SourceRange;
}
