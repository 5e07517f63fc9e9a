import type { Expression, TemplatePart } from "../expression.ts";
import { stripSharedIndent } from "./heredoc-indent.ts";
import type { ParseExpression } from "./parse-function.ts";
import { reportUnclosed, scanTemplate } from "./template-scanner.ts";
import { buildTemplate } from "./template-tree.ts";
import type { TokenCursor } from "./token-cursor.ts";

/** `"…"`; the cursor is at the opening quote. */
export function parseQuotedTemplate(cursor: TokenCursor, parseExpression: ParseExpression): Expression {
  const { start, end } = cursor;
  const plain = plainTextAt(cursor, end);
  if (plain !== undefined) {
    cursor.advanceTo(end + plain.length + 1);
    return { kind: "literal", value: plain, range: cursor.rangeFrom(start) };
  }
  const scanned = scanTemplate(cursor, { start: end, until: { kind: "quote", start } }, parseExpression);
  if (!scanned) return cursor.invalid(start);
  const parts = buildTemplate(cursor, scanned.items);
  cursor.advanceTo(scanned.end);
  return templateOf(parts, cursor.range(start, scanned.end));
}

/** A heredoc; the cursor is at its introducer. */
export function parseHeredoc(cursor: TokenCursor, parseExpression: ParseExpression): Expression {
  const { start, end } = cursor;
  const introducer = cursor.text.trimEnd();
  const stripsIndent = introducer.startsWith("<<-");
  const marker = introducer.slice(stripsIndent ? 3 : 2);
  const markerStart = start + introducer.length - marker.length;
  const until = { kind: "marker", marker, start: markerStart } as const;
  // A heredoc without its end takes in the rest of the file. The first mistake may lie within; to look through the rest
  // for each further one would take too long.
  if (cursor.diagnostics.length > 0 && !cursor.hasMarkerLine(marker, end)) {
    reportUnclosed(cursor, until);
    return cursor.invalid(start);
  }
  const scanned = scanTemplate(cursor, { start: end, until }, parseExpression);
  if (!scanned) return cursor.invalid(start);
  const parts = buildTemplate(cursor, stripsIndent ? stripSharedIndent(scanned.items) : scanned.items);
  // Behind the marker only the line ending is left, which may still be a token of the outer expression.
  cursor.advanceTo(scanned.end);
  return templateOf(parts, cursor.range(start, scanned.end));
}

/** A whole source as a template without quotes and escapes: what a JSON string holds. */
export function parseBareTemplate(cursor: TokenCursor, parseExpression: ParseExpression): Expression {
  const { start, limit } = cursor.source;
  const scanned = scanTemplate(cursor, { start, until: { kind: "limit" } }, parseExpression);
  if (!scanned) return cursor.invalid(start);
  return templateOf(buildTemplate(cursor, scanned.items), cursor.range(start, limit));
}

function templateOf(parts: readonly TemplatePart[], range: Expression["range"]): Expression {
  const [first] = parts;
  if (!first) return { kind: "literal", value: "", range };
  if (parts.length === 1 && first.kind === "text") return { kind: "literal", value: first.text, range };
  return { kind: "template", parts, range };
}

/** The text up to the closing quote when nothing in it needs decoding or composing, which is nearly always. */
function plainTextAt(cursor: TokenCursor, start: number): string | undefined {
  plainText.lastIndex = start;
  const text = plainText.exec(cursor.source.text)?.[0];
  return text !== undefined && start + text.length < cursor.source.limit ? text : undefined;
}

const plainText = /[^\u0300-\uffff"\\$%\r\n]*(?=")/y;
