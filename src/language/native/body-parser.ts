import type { SourceRange } from "../../diagnostics/source-file.ts";
import type { Attribute, Block, Label } from "../body.ts";
import { languageCodes } from "../codes.ts";
import { MAX_REPORTED_MISTAKES } from "../limits.ts";
import { parseExpression } from "./expression-parser.ts";
import { parseLabels } from "./label-parser.ts";
import { NativeBody, unreadBody } from "./native-body.ts";
import { skipItem } from "./skip-item.ts";
import type { TokenCursor } from "./token-cursor.ts";
import { isIndentedBehind } from "./top-level-headers.ts";
import type { TopLevelHeaders } from "./top-level-headers.ts";

/** A file's body, and whether its braces fit together: if not, the mistake hides all that follows it. */
export interface FileBody {
  readonly body: NativeBody;
  readonly isSwallowed: boolean;
}

/**
 * Parses a whole file's attributes and blocks. Every mistake is reported once, in source order. Given where headers
 * stand that are not indented, a block that is still open there counts as unclosed.
 */
export function parseFileBody(cursor: TokenCursor, headers?: TopLevelHeaders): FileBody {
  cursor.advance();
  const { start, limit } = cursor.source;
  const openBlocks = { suspect: undefined, reported: false, isCutOff: false, headers, isIndented: false };
  const items = new BodyItems(openBlocks, true);
  for (;;) {
    parseItems(cursor, items);
    if (cursor.at("end")) break;
    if (cursor.diagnostics.length >= MAX_REPORTED_MISTAKES) stopReading(cursor, items);
    else reportStrayBrace(cursor);
  }
  // At the top a mistake hides no more than the contents of its item: what it is and its name are known.
  items.complete = !openBlocks.isCutOff;
  const body = items.toBody(cursor.range(start, limit), cursor.range(start, start));
  return { body, isSwallowed: openBlocks.reported && !openBlocks.isCutOff };
}

/** Items until the brace that closes the body, or the end of the file. */
function parseItems(cursor: TokenCursor, items: BodyItems): void {
  for (;;) {
    cursor.skipNewlines();
    if (cursor.at("}") || (cursor.at("end") && !cursor.failed)) return;
    if (isCutByHeader(cursor, items)) {
      if (!items.isTop) return;
      items.openBlocks.suspect = undefined;
      items.openBlocks.reported = false;
    }
    const itemStart = cursor.start;
    if (cursor.diagnostics.length >= MAX_REPORTED_MISTAKES) {
      stopReading(cursor, items);
      return;
    }
    parseItem(cursor, items);
    if (!cursor.at("newline") && !cursor.at("end") && !isCutByHeader(cursor, items))
      reportMissingNewline(cursor, itemStart);
    if (cursor.failed) recover(cursor, items, itemStart);
  }
}

/** Whether the cursor is at a header that ends whatever is open. */
function isCutByHeader(
  cursor: TokenCursor,
  { openBlocks: { headers, isIndented }, isTop }: BodyItems,
): boolean {
  return headers !== undefined && (isTop || isIndented) && !cursor.failed && headers.has(cursor.start);
}

function recover(cursor: TokenCursor, items: BodyItems, itemStart: number): void {
  items.complete = false;
  const { text } = cursor.source;
  const { headers, isIndented } = items.openBlocks;
  const limit =
    headers && (items.isTop || isIndented) ? headers.firstFrom(itemStart + 1) : cursor.source.limit;
  const offset = skipItem(text, {
    itemStart,
    errorAt: cursor.failedAt ?? itemStart,
    limit,
    hasMarkerLine: (marker, from) => cursor.hasMarkerLine(marker, from),
  });
  // What swallowed the rest of the file, or of the block, took the closing braces with it.
  if (offset >= limit) items.openBlocks.reported = true;
  cursor.recoverAt(offset);
  cursor.advance();
}

/** Passes over the rest of the file, whose blocks then are not unclosed by anybody's mistake. */
function stopReading(cursor: TokenCursor, items: BodyItems): void {
  cursor.report({
    code: languageCodes.tooManyMistakes,
    summary: "Too many mistakes",
    detail: `The file has ${MAX_REPORTED_MISTAKES} mistakes up to here, and is not read further. Correct some of them first.`,
    subject: cursor.tokenRange(),
  });
  items.complete = false;
  items.openBlocks.reported = true;
  items.openBlocks.isCutOff = true;
  cursor.recoverAt(cursor.source.limit);
  cursor.advance();
}

function parseItem(cursor: TokenCursor, items: BodyItems): void {
  const start = cursor.start;
  if (!cursor.at("identifier")) {
    reportInvalidItem(cursor);
    return;
  }
  const name = cursor.text;
  const nameRange = cursor.tokenRange();
  cursor.advance();
  if (cursor.at("=")) parseAttribute(cursor, items, { name, nameRange, start });
  else if (cursor.at("{") || cursor.at("quote") || cursor.at("identifier")) {
    parseBlock(cursor, items, { name, nameRange, start });
  } else reportNeither(cursor, { name, nameRange, start });
}

interface ItemName {
  readonly name: string;
  readonly nameRange: SourceRange;
  readonly start: number;
}

function parseAttribute(cursor: TokenCursor, items: BodyItems, { name, nameRange, start }: ItemName): void {
  cursor.advance();
  const expression = parseExpression(cursor);
  const first = items.attribute(name);
  if (!first) items.addAttribute({ name, nameRange, expression, range: cursor.rangeFrom(start) });
  else {
    cursor.report({
      code: languageCodes.duplicateAttribute,
      summary: "Duplicate argument",
      detail: `The argument "${name}" is already set in this block. Remove one of the two.`,
      subject: nameRange,
      related: [{ message: "set first here", range: first.nameRange }],
    });
  }
}

function parseBlock(cursor: TokenCursor, items: BodyItems, item: ItemName): void {
  const labels = parseLabels(cursor);
  if (cursor.failed) {
    items.addDamaged({ item, labels: [], range: item.nameRange });
    return;
  }
  if (cursor.at("newline")) reportBraceBelow(cursor);
  if (!cursor.at("{")) {
    items.addDamaged({ item, labels, range: labels.at(-1)?.range ?? item.nameRange });
    cursor.fail({
      code: languageCodes.invalidItem,
      summary: "Invalid block",
      detail: `The labels of the block "${item.name}" are followed by "{". Add it here, or put "=" behind "${item.name}" if an argument is meant.`,
      subject: cursor.tokenRange(),
      context: cursor.rangeFrom(item.start),
    });
    return;
  }
  const header = { item, labels, range: cursor.rangeFrom(item.start) };
  cursor.nested(() => parseBlockBody(cursor, items, header));
}

/** The one mistake of those who put braces on lines of their own; the block is read on as if it were none. */
function reportBraceBelow(cursor: TokenCursor): void {
  const { text, limit } = cursor.source;
  const between = spaceAndComments.exec(text.slice(cursor.start, limit))?.[0] ?? "";
  const brace = cursor.start + between.length;
  if (text[brace] !== "{") return;
  const hasComment = text.slice(cursor.previousEnd, brace).trim() !== "";
  cursor.report({
    code: languageCodes.invalidItem,
    summary: "Brace on a line of its own",
    detail: "The brace that opens a block stands in the line of the block's type. Move it up to here.",
    subject: cursor.tokenRange(),
    ...(!hasComment && {
      fix: {
        title: 'Write " {"',
        range: cursor.range(cursor.previousEnd, brace + 1),
        replacement: " {",
      },
    }),
  });
  cursor.skipNewlines();
}

const spaceAndComments = /^(?:\s|#.*|\/\/.*|\/\*[^]*?\*\/)*/;

interface BlockHeader {
  readonly item: ItemName;
  readonly labels: readonly Label[];
  readonly range: SourceRange;
}

function parseBlockBody(cursor: TokenCursor, items: BodyItems, header: BlockHeader): void {
  const openingStart = cursor.start;
  const bodyStart = cursor.end;
  const inner = new BodyItems(items.openBlocks);
  if (items.isTop) items.openBlocks.isIndented = isIndentedBehind(cursor.source.text, bodyStart);
  cursor.advance();
  if (cursor.at("newline")) parseItems(cursor, inner);
  else if (!cursor.at("}")) parseSingleLine(cursor, inner);
  if (cursor.failed) {
    items.addDamaged(header);
    return;
  }
  if (!cursor.at("}")) {
    reportUnclosed(cursor, items, cursor.range(openingStart, bodyStart));
    items.addDamaged(header);
    if (!items.openBlocks.headers) items.addSwallowed(inner.blocks);
    return;
  }
  if (!items.openBlocks.suspect && indentAt(cursor, cursor.start) < indentAt(cursor, header.item.start))
    items.openBlocks.suspect = cursor.range(openingStart, bodyStart);
  const range = cursor.range(bodyStart, cursor.start);
  cursor.advance();
  items.blocks.push({
    type: header.item.name,
    typeRange: header.item.nameRange,
    labels: header.labels,
    body: inner.toBody(range, header.range),
    headerRange: header.range,
  });
}

/** `block { name = value }`: the one-line form has a single argument. */
function parseSingleLine(cursor: TokenCursor, items: BodyItems): void {
  const start = cursor.start;
  const name = cursor.text;
  const nameRange = cursor.tokenRange();
  if (cursor.at("identifier")) {
    cursor.advance();
    if (cursor.at("=")) {
      parseAttribute(cursor, items, { name, nameRange, start });
      if (cursor.at("}")) return;
    }
  }
  cursor.fail({
    code: languageCodes.invalidItem,
    summary: "Invalid single-line block",
    detail:
      "A block on one line holds one argument and nothing else. Put each item, and the closing brace, on a line of its own.",
    subject: cursor.tokenRange(),
  });
}

/** What is known of blocks that may lack their closing brace. */
interface OpenBlocks {
  /** The first block whose closing brace stands further left than its header: that brace was likely meant for another. */
  suspect: SourceRange | undefined;
  reported: boolean;
  /** Whether the file has so many mistakes that the rest was not read. */
  isCutOff: boolean;
  /** Given when braces alone do not tell where blocks end. */
  readonly headers: TopLevelHeaders | undefined;
  /** Whether what is in the block at the top stands further right than its header. */
  isIndented: boolean;
}

/** What was read of a body so far. */
class BodyItems {
  readonly blocks: Block[] = [];
  private readonly damaged = new Set<Block>();
  private readonly attributes: Attribute[] = [];
  /** By name, once there are so many that looking through them would take long. */
  private attributesByName: Map<string, Attribute> | undefined;
  /** False when a syntax error hid an item, so that nobody complains of its absence. */
  complete = true;

  constructor(
    readonly openBlocks: OpenBlocks,
    readonly isTop = false,
  ) {}

  attribute(name: string): Attribute | undefined {
    if (this.attributesByName) return this.attributesByName.get(name);
    return this.attributes.find((attribute) => attribute.name === name);
  }

  addAttribute(attribute: Attribute): void {
    this.attributes.push(attribute);
    if (this.attributesByName) this.attributesByName.set(attribute.name, attribute);
    else if (this.attributes.length > FEW_ATTRIBUTES)
      this.attributesByName = new Map(this.attributes.map((known) => [known.name, known]));
  }

  /** A block that a syntax error cut short. It is still declared, which keeps others from missing it. */
  addDamaged({ item, labels, range }: BlockHeader): void {
    const { name: type, nameRange: typeRange } = item;
    this.addWithoutContents({ type, typeRange, labels, headerRange: range });
  }

  /** Blocks that an unclosed one took in. They may belong to it, or they may be what follows it. */
  addSwallowed(blocks: readonly Block[]): void {
    for (const block of blocks) this.addWithoutContents(block);
  }

  private addWithoutContents({ type, typeRange, labels, headerRange }: Omit<Block, "body">): void {
    const body = unreadBody(headerRange);
    const block = { type, typeRange, labels, body, headerRange };
    this.blocks.push(block);
    this.damaged.add(block);
  }

  toBody(range: SourceRange, missingItemRange: SourceRange): NativeBody {
    const { attributes, blocks, damaged, complete } = this;
    return new NativeBody({ attributes, blocks, damaged, complete, range, missingItemRange });
  }
}

/** Nearly every body has fewer, and needs no map to find one. */
const FEW_ATTRIBUTES = 8;

/** How many characters stand between the start of the line and `offset`. */
function indentAt(cursor: TokenCursor, offset: number): number {
  return offset - cursor.source.text.lastIndexOf("\n", offset - 1);
}

function reportUnclosed(cursor: TokenCursor, { openBlocks }: BodyItems, opening: SourceRange): void {
  // The blocks around an unclosed one never end either, and need no word of their own.
  if (openBlocks.reported) return;
  openBlocks.reported = true;
  cursor.report({
    code: languageCodes.unclosedBlock,
    summary: "Unclosed block",
    detail: 'No brace closes this block. Add "}" where the block ends.',
    subject: openBlocks.suspect ?? opening,
  });
}

function reportStrayBrace(cursor: TokenCursor): void {
  cursor.report({
    code: languageCodes.unexpectedClosingBrace,
    summary: "Unexpected closing brace",
    detail: "No block is open here that this brace could close. Remove it, or add the block's header.",
    subject: cursor.tokenRange(),
  });
  cursor.advance();
}

function reportMissingNewline(cursor: TokenCursor, itemStart: number): void {
  cursor.fail({
    code: languageCodes.missingNewline,
    summary: "Missing newline",
    detail: "An argument or a block ends with its line. Put what follows on a line of its own, or remove it.",
    subject: cursor.tokenRange(),
    context: cursor.rangeFrom(itemStart),
  });
}

function reportNeither(cursor: TokenCursor, { name, nameRange }: ItemName): void {
  const isColon = cursor.at(":");
  cursor.fail({
    code: languageCodes.invalidItem,
    summary: "Neither argument nor block",
    detail: isColon
      ? `Arguments are set with "=", not with a colon. Write: ${name} = value.`
      : `A name is followed by "=" and a value, or by labels and "{". Add what "${name}" stands for.`,
    subject: isColon ? cursor.tokenRange() : nameRange,
  });
}

function reportInvalidItem(cursor: TokenCursor): void {
  const quoted = cursor.at("quote");
  cursor.fail({
    code: languageCodes.invalidItem,
    summary: quoted ? "Quoted argument name" : "Argument or block expected",
    detail: quoted
      ? "Names of arguments and blocks are written without quotes. Remove them."
      : `An argument or a block begins with its name. Remove "${cursor.text}", or put the name before it.`,
    subject: cursor.tokenRange(),
  });
}
