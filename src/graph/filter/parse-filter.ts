import type { FilterExpression, FilterMatch, FilterProblem, ParsedFilter } from "./filter-expression.ts";

/** Parentheses and `not` nest no deeper than this: no filter a person writes does, and the stack stays small. */
const maxDepth = 64;

/** In UTF-16 code units: whoever walks an expression of this length can do so recursively. */
const maxLength = 4096;

/**
 * Reads a filter: `==`, `!=`, `in`, `contains`, `matches`, `is empty`, each with `not`, joined by `and`, `or`, `not`
 * and parentheses. `or` binds weakest. Fields are dotted (`Service.Meta.version`), with `["x-y"]` for unusual keys, or
 * JSON pointers in quotes. Source: Consul's documentation, API features, Filtering.
 */
export function parseFilter(text: string): ParsedFilter {
  if (text.length > maxLength)
    return { ok: false, problem: { message: `More than ${maxLength} characters`, offset: maxLength } };
  try {
    const reader = new FilterReader(text);
    const expression = parseOr(reader, 0);
    if (!reader.atEnd()) reader.fail(`Expected "and", "or" or the end, found "${reader.peek()}"`);
    return { ok: true, expression };
  } catch (thrown) {
    if (thrown instanceof FilterError) return { ok: false, problem: thrown.problem };
    throw thrown;
  }
}

class FilterError extends Error {
  readonly problem: FilterProblem;

  constructor(problem: FilterProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

interface Token {
  readonly text: string;
  readonly offset: number;
  readonly quoted: boolean;
}

const tokenPattern = /\s*(?:("(?:[^"\\]|\\.)*"|`[^`]*`)|(==|!=|\(|\)|\[|\])|([^\s"`()=![\]]+))/y;

class FilterReader {
  readonly #tokens: readonly Token[];
  readonly #length: number;
  #next = 0;

  constructor(text: string) {
    this.#tokens = tokenize(text);
    this.#length = text.length;
  }

  atEnd(): boolean {
    return this.#next >= this.#tokens.length;
  }

  peek(): string {
    const token = this.#tokens[this.#next];
    return token && !token.quoted ? token.text : token ? `"${token.text}"` : "";
  }

  /** Steps over the words if they come next, in any case of letters. */
  skip(...words: readonly string[]): boolean {
    const matches = words.every((word, index) => {
      const token = this.#tokens[this.#next + index];
      return token !== undefined && !token.quoted && token.text.toLowerCase() === word;
    });
    if (matches) this.#next += words.length;
    return matches;
  }

  take(expected: string): Token {
    const token = this.#tokens[this.#next];
    if (!token || (!token.quoted && /^(==|!=|\(|\)|\[|\])$/.test(token.text)))
      return this.fail(`Expected ${expected}`);
    this.#next += 1;
    return token;
  }

  fail(message: string): never {
    throw new FilterError({ message, offset: this.#tokens[this.#next]?.offset ?? this.#length });
  }
}

function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (/\S/.test(text.slice(at))) {
    tokenPattern.lastIndex = at;
    const match = tokenPattern.exec(text);
    if (!match) {
      const offset = text.slice(at).search(/\S/) + at;
      throw new FilterError({ message: `"${text.charAt(offset)}" cannot begin anything here`, offset });
    }
    const raw = match[1] ?? match[2] ?? match[3] ?? "";
    tokens.push({
      text: match[1] === undefined ? raw : unquote(raw),
      offset: tokenPattern.lastIndex - raw.length,
      quoted: match[1] !== undefined,
    });
    at = tokenPattern.lastIndex;
  }
  return tokens;
}

function unquote(raw: string): string {
  const inner = raw.slice(1, -1);
  return raw.startsWith("`") ? inner : inner.replace(/\\(.)/g, "$1");
}

function parseOr(reader: FilterReader, depth: number): FilterExpression {
  let left = parseAnd(reader, depth);
  while (reader.skip("or")) left = { kind: "or", left, right: parseAnd(reader, depth) };
  return left;
}

function parseAnd(reader: FilterReader, depth: number): FilterExpression {
  let left = parseNot(reader, depth);
  while (reader.skip("and")) left = { kind: "and", left, right: parseNot(reader, depth) };
  return left;
}

function parseNot(reader: FilterReader, depth: number): FilterExpression {
  if (depth > maxDepth) return reader.fail(`Nested more than ${maxDepth} levels deep`);
  if (reader.skip("not")) return { kind: "not", operand: parseNot(reader, depth + 1) };
  if (!reader.skip("(")) return parseMatch(reader);
  const inner = parseOr(reader, depth + 1);
  if (!reader.skip(")")) return reader.fail('Expected ")"');
  return inner;
}

function parseMatch(reader: FilterReader): FilterMatch {
  const first = reader.take("a field or a value");
  if (reader.skip("not", "in")) return membership(reader, first, "negated");
  if (reader.skip("in")) return membership(reader, first, "plain");
  const selector = selectorOf(reader, first);
  const match = (operator: FilterMatch["operator"], negated: "negated" | "plain"): FilterMatch => ({
    kind: "match",
    operator,
    negated: negated === "negated",
    selector,
    value: operator === "empty" ? "" : reader.take("a value").text,
  });
  if (reader.skip("==")) return match("equal", "plain");
  if (reader.skip("!=")) return match("equal", "negated");
  if (reader.skip("is", "not", "empty")) return match("empty", "negated");
  if (reader.skip("is", "empty")) return match("empty", "plain");
  if (reader.skip("not", "contains")) return match("contains", "negated");
  if (reader.skip("contains")) return match("contains", "plain");
  if (reader.skip("not", "matches")) return match("matches", "negated");
  if (reader.skip("matches")) return match("matches", "plain");
  return reader.fail('Expected "==", "!=", "in", "contains", "matches" or "is empty"');
}

function membership(reader: FilterReader, value: Token, negated: "negated" | "plain"): FilterMatch {
  const selector = selectorOf(reader, reader.take("a field"));
  return { kind: "match", operator: "contains", negated: negated === "negated", selector, value: value.text };
}

function selectorOf(reader: FilterReader, first: Token): readonly string[] {
  if (first.quoted && first.text.startsWith("/")) return first.text.slice(1).split("/");
  const steps = first.text.split(".");
  while (reader.skip("[")) {
    steps.push(reader.take("a key in quotes").text);
    if (!reader.skip("]")) reader.fail('Expected "]"');
  }
  return steps;
}
