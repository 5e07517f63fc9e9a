import { languageCodes } from "../codes.ts";
import type { TemplatePart } from "../expression.ts";
import { MAX_NESTING } from "../limits.ts";
import type { Span, TemplateItem } from "./template-item.ts";
import type { TokenCursor } from "./token-cursor.ts";

/** Matches up the directives of a template, and joins neighbouring texts. Unbalanced directives are reported. */
export function buildTemplate(cursor: TokenCursor, items: readonly TemplateItem[]): readonly TemplatePart[] {
  const root: Level = { opening: undefined, parts: [], elseParts: undefined };
  const stack: Level[] = [root];
  for (const item of items) {
    const level = stack.at(-1) ?? root;
    if (item.kind === "text") appendText(cursor, partsOf(level), item);
    else if (item.kind === "interpolation") {
      partsOf(level).push({
        kind: "interpolation",
        expression: item.expression,
        range: spanRange(cursor, item),
      });
    } else if (item.kind === "if" || item.kind === "for") {
      if (stack.length > MAX_NESTING) return tooDeep(cursor, item);
      stack.push({ opening: item, parts: [], elseParts: undefined });
    } else if (item.kind === "else") {
      if (level.opening?.kind !== "if" || level.elseParts) return unexpected(cursor, item, level);
      level.elseParts = [];
    } else {
      const closed = close(cursor, level, item);
      if (!closed) return unexpected(cursor, item, level);
      stack.pop();
      partsOf(stack.at(-1) ?? root).push(closed);
    }
  }
  const open = stack.at(-1)?.opening;
  if (open) missingEnd(cursor, open);
  return root.parts;
}

type Opening = Extract<TemplateItem, { kind: "if" | "for" }>;
type Closing = Extract<TemplateItem, { kind: "else" | "endif" | "endfor" }>;

interface Level {
  readonly opening: Opening | undefined;
  readonly parts: TemplatePart[];
  elseParts: TemplatePart[] | undefined;
}

function partsOf(level: Level): TemplatePart[] {
  return level.elseParts ?? level.parts;
}

function spanRange(cursor: TokenCursor, span: Span): TemplatePart["range"] {
  return cursor.range(span.start, span.end);
}

function appendText(
  cursor: TokenCursor,
  parts: TemplatePart[],
  item: Extract<TemplateItem, { kind: "text" }>,
): void {
  if (item.text === "") return;
  const text = inNormalForm(item.text);
  const range = spanRange(cursor, item);
  const last = parts.at(-1);
  if (last?.kind !== "text") parts.push({ kind: "text", text, range });
  else {
    const joined = { ...last.range, end: range.end };
    parts[parts.length - 1] = { kind: "text", text: last.text + text, range: joined };
  }
}

/**
 * Texts are compared and counted in Unicode's composed form, however they were typed. Source: HCL native syntax
 * specification, "Template Literals". All that is below U+0300 is composed already.
 */
function inNormalForm(text: string): string {
  return /[\u0300-\uffff]/.test(text) ? text.normalize("NFC") : text;
}

function close(cursor: TokenCursor, level: Level, item: Closing): TemplatePart | undefined {
  const { opening } = level;
  if (!opening) return undefined;
  const range = cursor.range(opening.start, item.end);
  if (opening.kind === "if" && item.kind === "endif") {
    return {
      kind: "if",
      condition: opening.condition,
      whenTrue: level.parts,
      whenFalse: level.elseParts ?? [],
      range,
    };
  }
  if (opening.kind === "for" && item.kind === "endfor") {
    return { kind: "for", ...opening.introduction, parts: level.parts, range };
  }
  return undefined;
}

function unexpected(cursor: TokenCursor, item: Closing, level: Level): readonly TemplatePart[] {
  cursor.fail({
    code: languageCodes.unbalancedDirective,
    summary: `Unexpected ${item.kind} directive`,
    detail: level.opening
      ? `The ${level.opening.kind} directive that is open here ends with "%{ ${endOf(level.opening)} }". Add that first, or remove this directive.`
      : `No directive is open here that "${item.kind}" could belong to. Remove it, or add its beginning.`,
    subject: spanRange(cursor, item),
    related: level.opening ? [{ message: "opened here", range: spanRange(cursor, level.opening) }] : [],
  });
  return [];
}

function endOf(opening: Opening): string {
  return opening.kind === "if" ? "endif" : "endfor";
}

function missingEnd(cursor: TokenCursor, opening: Opening): void {
  cursor.fail({
    code: languageCodes.unbalancedDirective,
    summary: `Unclosed ${opening.kind} directive`,
    detail: `The template ends before this directive does. Add "%{ ${endOf(opening)} }".`,
    subject: spanRange(cursor, opening),
  });
}

function tooDeep(cursor: TokenCursor, item: Opening): readonly TemplatePart[] {
  cursor.fail({
    code: languageCodes.tooDeep,
    summary: "Nested too deeply",
    detail: `More than ${MAX_NESTING} directives inside one another are not supported. Give a name to the inner part with a local.`,
    subject: spanRange(cursor, item),
  });
  return [];
}
