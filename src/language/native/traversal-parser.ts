import { languageCodes } from "../codes.ts";
import type { Expression, TraversalStep } from "../expression.ts";
import { MAX_NESTING } from "../limits.ts";
import type { ParseExpression } from "./parse-function.ts";
import type { TokenCursor } from "./token-cursor.ts";

/** The attribute, index and splat steps behind a term, if there are any. */
export function parseTraversal(
  cursor: TokenCursor,
  source: Expression,
  parseExpression: ParseExpression,
): Expression {
  if (!cursor.at(".") && !cursor.at("[")) return source;
  const steps: TraversalStep[] = [];
  let splats = 0;
  while (cursor.at(".") || cursor.at("[")) {
    const step = cursor.at(".") ? parseDotStep(cursor) : parseBracketStep(cursor, parseExpression);
    // What the rest of the way leads to is not known, and nothing may be said of where it ends now.
    if (!step) return { kind: "invalid", range: rangeOf(cursor, source) };
    rejectOldForms(cursor, steps, step);
    // Splats are evaluated one inside the other, so their number is nesting of its own.
    if (step.kind === "full-splat" || step.kind === "attribute-splat") splats += 1;
    if (splats > MAX_NESTING) failForSplats(cursor, step);
    steps.push(step);
  }
  return { kind: "traversal", source, steps, range: rangeOf(cursor, source) };
}

/** Two forms that the specification forbids because older versions of the language read them differently. */
function rejectOldForms(cursor: TokenCursor, before: readonly TraversalStep[], step: TraversalStep): void {
  if (step.kind === "legacy-index" && before.at(-1)?.kind === "legacy-index") {
    cursor.fail({
      code: languageCodes.invalidTraversal,
      summary: "Invalid legacy index",
      detail: "Two indexes behind dots cannot follow one another. Write them in brackets, as in [0][1].",
      subject: step.range,
    });
  } else if (step.kind === "attribute-splat" && isInsideAttributeSplat(before)) {
    cursor.fail({
      code: languageCodes.invalidTraversal,
      summary: "Nested attribute splat",
      detail: 'A ".*" cannot follow another one. Write both as "[*]".',
      subject: step.range,
    });
  }
}

function isInsideAttributeSplat(steps: readonly TraversalStep[]): boolean {
  const opening = steps.findLast(({ kind }) => kind !== "attribute" && kind !== "legacy-index");
  return opening?.kind === "attribute-splat";
}

function rangeOf(cursor: TokenCursor, source: Expression): Expression["range"] {
  const end = cursor.rangeFrom(cursor.previousEnd).end;
  return { file: source.range.file, start: source.range.start, end: Math.max(end, source.range.end) };
}

function parseDotStep(cursor: TokenCursor): TraversalStep | undefined {
  const start = cursor.start;
  const digits = legacyIndexAt(cursor);
  if (digits !== undefined) {
    cursor.advanceTo(cursor.end + digits.length);
    return { kind: "legacy-index", index: Number(digits.trim()), range: cursor.rangeFrom(start) };
  }
  cursor.advance();
  if (cursor.at("identifier")) {
    const name = cursor.text;
    cursor.advance();
    return { kind: "attribute", name, range: cursor.rangeFrom(start) };
  }
  if (cursor.at("*")) {
    cursor.advance();
    return { kind: "attribute-splat", range: cursor.rangeFrom(start) };
  }
  cursor.fail({
    code: languageCodes.invalidTraversal,
    summary: "Invalid attribute name",
    detail: 'An attribute name must follow the dot. Names that are no identifiers go in brackets: ["name"].',
    subject: cursor.tokenRange(),
  });
  return undefined;
}

/** `list.0`, the form of indexes before brackets; `a.0.1` is two steps, not the number 0.1. */
function legacyIndexAt(cursor: TokenCursor): string | undefined {
  digitsForm.lastIndex = cursor.end;
  return digitsForm.exec(cursor.source.text)?.[0];
}

const digitsForm = /[ \t]*\d+/y;

function parseBracketStep(cursor: TokenCursor, parseExpression: ParseExpression): TraversalStep | undefined {
  const start = cursor.start;
  const opening = cursor.tokenRange();
  const outer = cursor.enter("skipped");
  const step = isSplatStar(cursor)
    ? parseSplatStar(cursor)
    : { kind: "index" as const, key: cursor.nested(parseExpression) ?? cursor.invalid(start) };
  if (!cursor.at("]")) {
    cursor.fail({
      code: languageCodes.unclosedBracket,
      summary: "Missing close bracket on index",
      detail: 'An index is one expression in brackets. Close it with "]".',
      subject: cursor.tokenRange(),
      related: [{ message: "opened here", range: opening }],
    });
    return undefined;
  }
  cursor.leave(outer);
  return { ...step, range: cursor.rangeFrom(start) };
}

/** Unlike an index, a star stands on one line with both its brackets. */
function isSplatStar(cursor: TokenCursor): boolean {
  return cursor.at("*") && !cursor.source.text.slice(cursor.previousEnd, cursor.start).includes("\n");
}

function parseSplatStar(cursor: TokenCursor): { readonly kind: "full-splat" } {
  const starEnd = cursor.end;
  cursor.advance();
  if (cursor.source.text.slice(starEnd, cursor.start).includes("\n")) {
    cursor.fail({
      code: languageCodes.unclosedBracket,
      summary: "Missing close bracket on splat",
      detail: 'The star of a splat is followed by its bracket, on the same line. Write it as "[*]".',
      subject: cursor.tokenRange(),
    });
  }
  return { kind: "full-splat" };
}

function failForSplats(cursor: TokenCursor, step: TraversalStep): void {
  cursor.fail({
    code: languageCodes.tooDeep,
    summary: "Nested too deeply",
    detail: `More than ${MAX_NESTING} splats in one expression are not supported. Give a name to the first part with a local.`,
    subject: step.range,
  });
}
