import { error } from "../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { spanning } from "../diagnostics/source-file.ts";
import type { SourceRange } from "../diagnostics/source-file.ts";
import { spellingFix } from "../diagnostics/spelling-fix.ts";
import { didYouMean } from "../diagnostics/suggest.ts";
import type { Attribute, Block, BlockSchema, BodySchema } from "./body.ts";
import { languageCodes } from "./codes.ts";

/** What a stranger is judged by: what the reader of a body asks for, and what the body holds already. */
export interface BodyNames {
  readonly schema: BodySchema;
  readonly written: readonly string[];
}

/** An argument that the reader of a body does not know. In JSON it may be meant as a block. */
export function unsupportedAttribute(
  name: string,
  subject: SourceRange,
  { schema, written }: BodyNames,
): Diagnostic {
  const isJson = subject.file.text[subject.start] === '"';
  const fits = (known: string): boolean =>
    !written.includes(known) && (isJson || schema.attributes.some((attribute) => attribute.name === known));
  return error({
    code: languageCodes.unsupportedAttribute,
    summary: "Unsupported argument",
    detail: `An argument named "${name}" is not expected here.${wayOut(name, schema)}`,
    subject,
    ...spellingFix({ written: name, range: subject, known: knownNames(schema), fits }),
  });
}

/** A block that the reader of a body does not know. */
export function unsupportedBlock(block: Block, schema: BodySchema): Diagnostic {
  return error({
    code: languageCodes.unsupportedBlock,
    summary: "Unsupported block type",
    detail: `Blocks of type "${block.type}" are not expected here.${wayOut(block.type, schema)}`,
    subject: block.typeRange,
    context: block.headerRange,
    ...spellingFix({
      written: block.type,
      range: block.typeRange,
      known: knownNames(schema),
      fits: (known) => schema.blocks.some(({ type }) => type === known),
    }),
  });
}

export function missingAttribute(name: string, subject: SourceRange): Diagnostic {
  return error({
    code: languageCodes.missingAttribute,
    summary: "Missing required argument",
    detail: `The argument "${name}" is required, but nothing sets it. Add: ${name} = …`,
    subject,
  });
}

export function attributeAsBlock(block: Block): Diagnostic {
  return error({
    code: languageCodes.attributeAsBlock,
    summary: "Argument written as a block",
    detail: `"${block.type}" is an argument, not a block. Write it with an equals sign: ${block.type} = { … }`,
    subject: block.typeRange,
    context: block.headerRange,
  });
}

export function blockAsAttribute(attribute: Attribute): Diagnostic {
  return error({
    code: languageCodes.blockAsAttribute,
    summary: "Block written as an argument",
    detail: `"${attribute.name}" is a block, not an argument. Write it without the equals sign: ${attribute.name} { … }`,
    subject: attribute.nameRange,
  });
}

/** Undefined when the block has as many labels as the schema wants. */
export function wrongLabelCount(block: Block, { type, labelNames }: BlockSchema): Diagnostic | undefined {
  const { labels } = block;
  if (labels.length === labelNames.length) return undefined;
  const first = labels[labelNames.length];
  const last = labels.at(-1);
  const isTooMany = first !== undefined && last !== undefined;
  const form = [type, ...labelNames.map((name) => `"<${name}>"`)].join(" ");
  return error({
    code: languageCodes.wrongLabelCount,
    summary: isTooMany
      ? `Too many labels for "${type}"`
      : `Missing ${labelNames[labels.length] ?? "label"} for "${type}"`,
    detail: `A "${type}" block has ${countOf(labelNames.length)}. Write it as: ${form} { … }`,
    subject: isTooMany ? spanning(first.range, last.range) : block.headerRange,
    context: block.headerRange,
  });
}

function countOf(count: number): string {
  if (count === 0) return "no label";
  return count === 1 ? "one label" : `${count} labels`;
}

function wayOut(name: string, schema: BodySchema): string {
  const known = knownNames(schema);
  return didYouMean(name, known) || (known.length > 0 ? ` Known here: ${listed(known)}.` : " Remove it.");
}

function knownNames(schema: BodySchema): readonly string[] {
  return [...schema.attributes.map(({ name }) => name), ...schema.blocks.map(({ type }) => type)];
}

const LISTED_NAMES = 12;

function listed(names: readonly string[]): string {
  const shown = [...names].sort().slice(0, LISTED_NAMES).join(", ");
  return names.length > LISTED_NAMES ? `${shown} and ${names.length - LISTED_NAMES} more` : shown;
}
