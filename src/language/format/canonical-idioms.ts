import type { FormatToken } from "./format-token.ts";
import { bracketChange } from "./format-token.ts";
import { unwrapInterpolation } from "./unwrap-interpolation.ts";

/**
 * The same document in the words of canonical style: labels in quotes, `x` for `"${x}"` where that is all of an
 * argument's value, and variables' types in today's notation (`list(any)` for `list`, `string` for `"string"`).
 */
export function inCanonicalIdioms(tokens: readonly FormatToken[]): readonly FormatToken[] {
  const result: FormatToken[] = [];
  const place = new Place();
  let at = 0;
  while (at < tokens.length) {
    const token = tokens[at];
    if (!token) break;
    place.pass(token);
    result.push(token.kind === "bare-label" ? { kind: "text", text: `"${token.text}"` } : token);
    at += 1;
    if (token.kind !== "argument-equals") continue;
    for (; tokens[at]?.kind === "comment"; at += 1) result.push(...tokens.slice(at, at + 1));
    const value = place.isVariableType ? typeInParentheses(tokens, at) : unwrapInterpolation(tokens, at);
    if (!value) continue;
    for (const replacement of value.tokens) result.push(replacement);
    at = value.end;
  }
  return result;
}

/** Tokens that stand for those from where they were asked for up to `end`. */
export interface Replacement {
  readonly tokens: readonly FormatToken[];
  readonly end: number;
}

/** Whether the value that begins at `start` has ended at `end`, as far as the next token tells. */
export function isValueEnd(next: FormatToken | undefined): boolean {
  return next === undefined || valueEnds.has(next.kind);
}

const valueEnds: ReadonlySet<string> = new Set(["newline", "comment", "line-comment", "}"]);

function typeInParentheses(tokens: readonly FormatToken[], at: number): Replacement | undefined {
  const type = tokens[at];
  if (!type || !isValueEnd(tokens[at + 1])) return undefined;
  if (type.kind === "text" && type.text === '"string"')
    return { tokens: [{ kind: "name", text: "string" }], end: at + 1 };
  if (type.kind !== "name" || !["list", "map", "set"].includes(type.text)) return undefined;
  const element = [
    { kind: "(", text: "(" },
    { kind: "name", text: "any" },
    { kind: ")", text: ")" },
  ] as const;
  return { tokens: [type, ...element], end: at + 1 };
}

/** Knows whether the argument that is being passed is `type` in a `variable` block at the top. */
class Place {
  private depth = 0;
  /** The first name of the item at the top, and of the one in its block. */
  private readonly items: [string, string] = ["", ""];
  private expectsItem = true;

  pass({ kind, text }: FormatToken): void {
    this.depth += bracketChange(kind);
    if (kind === "newline" || kind === "{") this.expectsItem = true;
    else if (this.expectsItem && kind !== "comment") {
      this.expectsItem = false;
      if (this.depth === 0) this.items[0] = text;
      else if (this.depth === 1) this.items[1] = text;
    }
  }

  get isVariableType(): boolean {
    return this.depth === 1 && this.items[0] === "variable" && this.items[1] === "type";
  }
}
