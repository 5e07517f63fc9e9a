import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { spellingFix } from "../../diagnostics/spelling-fix.ts";
import { didYouMean } from "../../diagnostics/suggest.ts";
import type { Attribute, Block, BlockSchema, BodySchema, Label } from "../../language/body.ts";
import { languageCodes } from "../../language/codes.ts";
import { childScope } from "../../language/scope.ts";
import type { Scope } from "../../language/scope.ts";
import type { Value } from "../../language/value.ts";
import { configCodes } from "../codes.ts";
import { evaluateCollection } from "./collection.ts";
import { evaluateLabels } from "./dynamic-labels.ts";
import { iteratorName } from "./iterator-name.ts";
import type { RepetitionContext } from "./repetition-context.ts";

/** A block with the scope its expressions are evaluated in. */
export interface ScopedBlock {
  readonly block: Block;
  readonly scope: Scope;
}

/** The blocks of one type, in source order. */
export interface ExpandedBlocks {
  readonly blocks: readonly ScopedBlock[];
  /** Set to the block that makes more of them, which are not known yet or were reported. */
  readonly waitsFor: Block | undefined;
}

/** How a body admits `dynamic` blocks beside its own. */
export const dynamicBlock: BlockSchema = { type: "dynamic", labelNames: ["type"] };

const dynamicSchema: BodySchema = {
  attributes: [
    { name: "for_each", required: true },
    { name: "iterator", required: false },
    { name: "labels", required: false },
  ],
  blocks: [{ type: "content", labelNames: [] }],
};

/**
 * The blocks of a body by type, each `dynamic` block replaced by those it stands for.
 *
 * Source: HCL, "ext/dynblock": for_each, iterator, labels and content have the same meaning.
 */
export function expandBlocks(
  blocks: readonly Block[],
  schemas: readonly BlockSchema[],
  context: RepetitionContext,
): ReadonlyMap<string, ExpandedBlocks> {
  if (blocks.length === 0) return noBlocks;
  const byType = new Map<string, { blocks: ScopedBlock[]; waitsFor: Block | undefined }>();
  const ofType = (type: string) => {
    const known = byType.get(type) ?? { blocks: [], waitsFor: undefined };
    byType.set(type, known);
    return known;
  };
  for (const block of blocks) {
    if (block.type !== dynamicBlock.type) {
      ofType(block.type).blocks.push({ block, scope: context.scope });
      continue;
    }
    const type = block.labels[0]?.text ?? "";
    const schema = schemas.find((candidate) => candidate.type === type);
    if (!schema) {
      context.diagnostics.push(unknownType(block, schemas));
      continue;
    }
    const made = expandDynamic(block, schema, context);
    if (made) ofType(type).blocks.push(...made);
    else ofType(type).waitsFor = block;
  }
  return byType;
}

const noBlocks: ReadonlyMap<string, ExpandedBlocks> = new Map();

/** Undefined when the blocks are not known. */
function expandDynamic(
  dynamic: Block,
  schema: BlockSchema,
  context: RepetitionContext,
): readonly ScopedBlock[] | undefined {
  const { value: body, diagnostics } = dynamic.body.content(dynamicSchema);
  context.diagnostics.push(...diagnostics);
  const [content, extra] = body.blocks;
  const forEach = body.attributes.get("for_each");
  // It may be there under a misspelt name, or hidden by a syntax error.
  const isHidden =
    !dynamic.body.isComplete || diagnostics.some(({ code }) => code === languageCodes.unsupportedBlock);
  if (extra || !(content || isHidden)) context.diagnostics.push(contentExpected(extra ?? dynamic, content));
  if (!content || !forEach) return undefined;
  const iterator = iteratorName(body.attributes.get("iterator"), schema.type, context.diagnostics);
  const elements = evaluateCollection(forEach, { accepts: "any collection" }, context);
  if (!elements) return undefined;
  const made: ScopedBlock[] = [];
  for (const [key, value] of elements) {
    const scope = iterationScope(context.scope, iterator, { key, value });
    const labels = labelsOf(body.attributes.get("labels"), { dynamic, schema }, { ...context, scope });
    // What is wrong with the labels of one is wrong with all.
    if (!labels) return undefined;
    made.push({ block: { ...content, type: schema.type, labels, headerRange: dynamic.headerRange }, scope });
  }
  return made;
}

function iterationScope(
  scope: Scope,
  iterator: string,
  { key, value }: { readonly key: Value; readonly value: Value },
): Scope {
  const element = new Map([
    ["key", key],
    ["value", value],
  ]);
  return childScope(scope, new Map([[iterator, element]]));
}

function labelsOf(
  attribute: Attribute | undefined,
  { dynamic, schema }: { readonly dynamic: Block; readonly schema: BlockSchema },
  context: RepetitionContext,
): readonly Label[] | undefined {
  const labels = attribute ? evaluateLabels(attribute, context) : [];
  if (!labels || labels.length === schema.labelNames.length) return labels;
  const wanted = schema.labelNames.length;
  context.diagnostics.push(
    error({
      code: configCodes.unsuitableLabels,
      summary: wanted === 0 ? `Labels for "${schema.type}"` : `Missing labels for "${schema.type}"`,
      detail:
        wanted === 0
          ? `A "${schema.type}" block has no label. Remove the argument "labels".`
          : `A "${schema.type}" block has one label, its ${schema.labelNames.join(" and ")}. Give it: labels = [${schema.type}.key]`,
      subject: attribute?.expression.range ?? dynamic.headerRange,
    }),
  );
  return undefined;
}

function contentExpected(subject: Block, first: Block | undefined): Diagnostic {
  return error({
    code: configCodes.contentExpected,
    summary: first ? "Duplicate content block" : "Missing content block",
    detail:
      "A dynamic block has one content block, with what each of the blocks that it makes holds. Write it once.",
    subject: subject.headerRange,
    related: first ? [{ message: "The first one is here.", range: first.headerRange }] : [],
  });
}

function unknownType(block: Block, schemas: readonly BlockSchema[]): Diagnostic {
  const type = block.labels[0]?.text ?? "";
  const known = schemas.map((schema) => schema.type);
  const subject = block.labels[0]?.range ?? block.headerRange;
  return error({
    code: configCodes.unknownDynamicType,
    summary: "Unsupported block type",
    detail: `Blocks of type "${type}" are not expected here.${didYouMean(type, known) || ` Known here: ${known.join(", ")}.`}`,
    subject,
    context: block.headerRange,
    ...spellingFix({ written: type, range: subject, known }),
  });
}
