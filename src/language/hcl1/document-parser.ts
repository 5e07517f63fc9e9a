import { languageCodes } from "../codes.ts";
import { MAX_NESTING, MAX_REPORTED_MISTAKES } from "../limits.ts";
import { isIndentedBehind } from "../native/top-level-headers.ts";
import type { TopLevelHeaders } from "../native/top-level-headers.ts";
import type { Hcl1Cursor } from "./hcl1-cursor.ts";
import type { Hcl1Key, Hcl1List, Hcl1Member, Hcl1Node, Hcl1Object } from "./hcl1-tree.ts";
import { failAtItem, failAtName, failAtNames, failAtValue, failBehindName } from "./member-mistakes.ts";
import { readHcl1Number } from "./read-hcl1-number.ts";
import { UnclosedBrackets } from "./unclosed-brackets.ts";

/** A file's members, and whether its brackets fit together: if not, the mistake hides all that follows it. */
export interface DocumentObject {
  readonly object: Hcl1Object;
  readonly isSwallowed: boolean;
}

/**
 * Parses a whole file's members. Every mistake is reported once, in source order. Given where members stand that are not
 * indented, what is still open there counts as unclosed.
 */
export function parseDocumentObject(cursor: Hcl1Cursor, headers?: TopLevelHeaders): DocumentObject {
  const brackets = new UnclosedBrackets(cursor);
  const parser: Parser = { cursor, brackets, headers, outermost: { isIndented: false } };
  const members: Hcl1Member[] = [];
  let complete = true;
  for (;;) {
    const part = parseMembers(parser);
    members.push(...part.members);
    complete &&= part.complete;
    if (cursor.at("end")) break;
    parser.brackets.reportStray();
    complete = false;
  }
  const range = cursor.range(0, cursor.file.text.length);
  return { object: { kind: "object", members, range, complete }, isSwallowed: brackets.isEndMissing };
}

interface Parser {
  readonly cursor: Hcl1Cursor;
  readonly brackets: UnclosedBrackets;
  /** Given when brackets alone do not tell where they end. */
  readonly headers: TopLevelHeaders | undefined;
  /** Whether what is in the outermost bracket stands further right than its own line. */
  readonly outermost: { isIndented: boolean };
}

/** Whether the cursor is in a bracket, at a member that ends whatever is open. */
function isCutByHeader({ cursor, headers, outermost }: Parser): boolean {
  const isOpen = cursor.open.objects + cursor.open.lists > 0;
  return headers !== undefined && isOpen && outermost.isIndented && headers.has(cursor.token.start);
}

function noteIndentation({ cursor, outermost }: Parser): void {
  if (cursor.open.objects + cursor.open.lists === 0)
    outermost.isIndented = isIndentedBehind(cursor.file.text, cursor.token.end);
}

type Members = Pick<Hcl1Object, "members" | "complete">;

/** Members until the brace that closes the object, a bracket that closes a list around it, or the end of the file. */
function parseMembers(parser: Parser): Members {
  const { cursor, brackets } = parser;
  const members: Hcl1Member[] = [];
  let complete = true;
  for (;;) {
    const isMoreToRead = cursor.failed || !cursor.at("end");
    if (cursor.diagnostics.length >= MAX_REPORTED_MISTAKES && isMoreToRead) {
      stopReading(parser);
      return { members, complete: false };
    }
    if (cursor.at("]") && cursor.open.lists === 0) {
      brackets.reportStray();
      continue;
    }
    if (cursor.at("}") || cursor.at("]") || (cursor.at("end") && !cursor.failed))
      return { members, complete };
    if (!cursor.failed && isCutByHeader(parser)) return { members, complete: false };
    const start = cursor.failed ? cursor.previous.end : cursor.token.start;
    const member = parseMember(parser);
    if (member) members.push(member);
    else complete = false;
    if (cursor.at(",")) cursor.advance();
    // A member may be whole and what follows it unreadable.
    if (cursor.failed) cursor.recover(member ? cursor.previous.end : start);
  }
}

function stopReading({ cursor, brackets }: Parser): void {
  const subject = cursor.tokenRange();
  brackets.silence();
  cursor.skipToEnd();
  cursor.report({
    code: languageCodes.tooManyMistakes,
    summary: "Too many mistakes",
    detail: `The file has ${MAX_REPORTED_MISTAKES} mistakes up to here, and is not read further. Correct some of them first.`,
    subject,
  });
}

function parseMember(parser: Parser): Hcl1Member | undefined {
  const { cursor } = parser;
  const glued = cursor.previous.kind === "number" && cursor.previous.end === cursor.token.start;
  const number = glued ? cursor.previous : undefined;
  const keys = parseKeys(cursor);
  const [first] = keys;
  if (cursor.failed) return undefined;
  if (first === undefined) {
    failAtName(cursor, number);
    return undefined;
  }
  // So many are too many levels, whatever they stand before.
  if (keys.length > MAX_NESTING) {
    cursor.nested(keys.length, () => undefined);
    return undefined;
  }
  const named: NamedMember = { keys: [first, ...keys.slice(1)], start: first.range.start };
  if (cursor.at("{")) return parseBlock(parser, named);
  if (!cursor.at("=")) failBehindName(cursor, named.keys, number);
  else if (keys.length > 1) failAtNames(cursor, named.keys, number);
  else return parseAssignment(parser, named);
  return undefined;
}

interface NamedMember {
  readonly keys: Hcl1Member["keys"];
  readonly start: number;
}

/** No more than it takes to know that they are too many: after the mistake, reading goes on in the next line. */
function parseKeys(cursor: Hcl1Cursor): readonly Hcl1Key[] {
  const keys: Hcl1Key[] = [];
  while ((cursor.at("identifier") || cursor.at("string")) && keys.length <= MAX_NESTING) {
    keys.push({ text: cursor.token.text, range: cursor.tokenRange() });
    cursor.advance();
  }
  return keys;
}

function parseAssignment(parser: Parser, { keys, start }: NamedMember): Hcl1Member | undefined {
  const { cursor } = parser;
  cursor.advance();
  if (cursor.failed) return undefined;
  if (!beginsValue(cursor)) {
    failAtValue(cursor, start);
    return undefined;
  }
  const value = parseValue(parser);
  return value && { keys, form: "assignment", value, range: cursor.rangeFrom(start) };
}

function parseBlock(parser: Parser, { keys, start }: NamedMember): Hcl1Member | undefined {
  const { cursor } = parser;
  // Labels become levels of nesting.
  const value = cursor.nested(keys.length - 1, () => parseObject(parser));
  return value && { keys, form: "block", value, range: cursor.rangeFrom(start) };
}

function beginsValue(cursor: Hcl1Cursor): boolean {
  return valueStarts.has(cursor.token.kind);
}

const valueStarts: ReadonlySet<string> = new Set(["string", "heredoc", "number", "boolean", "{", "["]);

/** Parses the value that the current token begins; undefined when it is none, which is reported. */
function parseValue(parser: Parser): Hcl1Node | undefined {
  const { cursor } = parser;
  if (cursor.at("{")) return parseObject(parser);
  if (cursor.at("[")) return cursor.nested(1, () => parseList(parser));
  const { kind, text } = cursor.token;
  const range = cursor.tokenRange();
  const value = kind === "boolean" ? text === "true" : kind === "number" ? readHcl1Number(cursor) : text;
  cursor.advance();
  return value === undefined ? undefined : { kind: "scalar", value, range };
}

function parseObject(parser: Parser): Hcl1Object | undefined {
  const { cursor, brackets } = parser;
  const opening = cursor.tokenRange();
  noteIndentation(parser);
  return cursor.nested(1, () => {
    cursor.open.objects += 1;
    cursor.advance();
    const { members, complete } = parseMembers(parser);
    cursor.open.objects -= 1;
    const closed = brackets.close("}", opening);
    return { kind: "object", members, range: cursor.rangeFrom(opening.start), complete: complete && closed };
  });
}

/**
 * `[1, 2, 3]`. Commas in excess are let pass, and behind a list in a list there need be none: so does the original, and
 * documents exist that rely on it.
 */
function parseList(parser: Parser): Hcl1List | undefined {
  const { cursor, brackets } = parser;
  const opening = cursor.tokenRange();
  const elements: Hcl1Node[] = [];
  noteIndentation(parser);
  cursor.open.lists += 1;
  cursor.advance();
  const ended = parseElements(parser, elements);
  cursor.open.lists -= 1;
  if (!ended) return undefined;
  const inObject = cursor.open.objects > 0;
  const closed = brackets.close("]", opening);
  // A brace that closes nothing was meant for the list.
  if (!closed && cursor.at("}") && !inObject) cursor.advance();
  return { kind: "list", elements, range: cursor.rangeFrom(opening.start) };
}

/** Reads elements up to a closing bracket or the end of the file; false when one of them is none. */
function parseElements(parser: Parser, elements: Hcl1Node[]): boolean {
  const { cursor } = parser;
  let needsComma = false;
  while (!cursor.at("]") && !cursor.at("}") && !cursor.at("end") && !isCutByHeader(parser)) {
    if (cursor.at(",")) {
      cursor.advance();
      needsComma = false;
      continue;
    }
    if (!beginsValue(cursor)) failAtItem(cursor);
    else if (needsComma) reportMissingComma(cursor);
    if (cursor.failed) break;
    const element = parseValue(parser);
    if (element) elements.push(element);
    needsComma = element?.kind !== "list";
  }
  return !cursor.failed;
}

function reportMissingComma(cursor: Hcl1Cursor): void {
  cursor.report({
    code: languageCodes.missingSeparator,
    summary: "Missing comma",
    detail: "A comma must stand between two elements of a list. Add it before this one.",
    subject: cursor.tokenRange(),
  });
}
