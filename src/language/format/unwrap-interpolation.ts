import type { FormatToken, FormatTokenKind } from "./format-token.ts";
import { bracketChange } from "./format-token.ts";
import { isValueEnd } from "./replacement.ts";
import type { Replacement } from "./replacement.ts";

/**
 * What is inside `"${…}"` when the argument's value that begins at `start` is that and nothing else. What goes over
 * several lines gets parentheses instead, inside which line breaks mean nothing, as they did before. Undefined when
 * there is nothing to unwrap.
 */
export function unwrapInterpolation(tokens: readonly FormatToken[], start: number): Replacement | undefined {
  if (!beginsInterpolation(tokens, start)) return undefined;
  const partners = partnersFrom(tokens, start);
  const close = partners.get(start);
  if (close === undefined || !isValueEnd(tokens, close + 1)) return undefined;
  const core = coreOf(tokens, { first: start, last: close }, partners);
  // A heredoc must have the rest of its last line for itself, which only the interpolation grants it.
  if (core.first === start || hasHeredoc(tokens, core)) return undefined;
  const inside = [...core.before, ...tokens.slice(core.first, core.last + 1), ...core.behind];
  const isParenthesized = tokens[core.first]?.kind === "(" && partners.get(core.first) === core.last;
  return {
    start,
    end: close + 1,
    tokens: isParenthesized || !breaksLine(inside) ? inside : inParentheses(inside),
  };
}

interface Span {
  readonly first: number;
  readonly last: number;
}

interface Core extends Span {
  /** Comments that stood around it in the interpolations. */
  readonly before: readonly FormatToken[];
  readonly behind: readonly FormatToken[];
}

/** What is inside the innermost of interpolations that hold nothing but each other. */
function coreOf(tokens: readonly FormatToken[], whole: Span, partners: ReadonlyMap<number, number>): Core {
  let before: readonly FormatToken[] = [];
  let behind: readonly FormatToken[] = [];
  let { first, last } = whole;
  while (isWholeInterpolation(tokens, { first, last }, partners)) {
    const start = skipNewlines(tokens, first + 2, 1);
    const end = skipNewlines(tokens, last - 2, -1);
    first = start;
    last = end;
    while (tokens[first]?.kind === "comment") first += 1;
    while (tokens[last]?.kind === "comment") last -= 1;
    before = [...before, ...tokens.slice(start, first)];
    behind = [...tokens.slice(last + 1, end + 1), ...behind];
  }
  return { first, last, before, behind };
}

function beginsInterpolation(tokens: readonly FormatToken[], at: number): boolean {
  const [quote, opening] = [tokens[at], tokens[at + 1]];
  if (quote?.kind !== "text-start" || quote.text !== '"') return false;
  return opening?.kind === "sequence-open" && opening.text.startsWith("$");
}

function isWholeInterpolation(
  tokens: readonly FormatToken[],
  { first, last }: Span,
  partners: ReadonlyMap<number, number>,
): boolean {
  return (
    beginsInterpolation(tokens, first) &&
    partners.get(first) === last &&
    partners.get(first + 1) === last - 1 &&
    tokens[last]?.text === '"'
  );
}

/** From each opening token of the value that begins at `start` to its closing one. */
function partnersFrom(tokens: readonly FormatToken[], start: number): ReadonlyMap<number, number> {
  const partners = new Map<number, number>();
  const open: number[] = [];
  for (let at = start; at < tokens.length; at += 1) {
    const kind = tokens[at]?.kind;
    if (kind === undefined) break;
    if (opens(kind)) open.push(at);
    else if (closes(kind)) partners.set(open.pop() ?? start, at);
    if (open.length === 0) break;
  }
  return partners;
}

function opens(kind: FormatTokenKind): boolean {
  return kind === "text-start" || kind === "heredoc-start" || bracketChange(kind) > 0;
}

function closes(kind: FormatTokenKind): boolean {
  return kind === "template-end" || bracketChange(kind) < 0;
}

/** The nearest index from `at` on that holds no line break. That behind a comment belongs to the comment. */
function skipNewlines(tokens: readonly FormatToken[], from: number, step: 1 | -1): number {
  let at = from;
  while (tokens[at]?.kind === "newline" && tokens[at - 1]?.kind !== "line-comment") at += step;
  return at;
}

function hasHeredoc(tokens: readonly FormatToken[], { first, last }: Span): boolean {
  for (let at = first; at <= last; at += 1) {
    const kind = tokens[at]?.kind;
    if (kind === "heredoc" || kind === "heredoc-start") return true;
  }
  return false;
}

/**
 * Whether the tokens go over several lines. A comment at the end of a line does not count inside a bracket, which lets
 * its line end: that is how `terraform fmt` sees it.
 */
function breaksLine(tokens: readonly FormatToken[]): boolean {
  let depth = 0;
  let before: FormatTokenKind | undefined;
  for (const { kind } of tokens) {
    if (kind === "newline" && (before !== "line-comment" || depth === 0)) return true;
    depth += bracketChange(kind);
    before = kind;
  }
  return false;
}

function inParentheses(inside: readonly FormatToken[]): readonly FormatToken[] {
  return [{ kind: "(", text: "(" }, ...inside, { kind: ")", text: ")" }];
}
