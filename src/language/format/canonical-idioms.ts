import type { FormatToken } from "./format-token.ts";
import { bracketChange } from "./format-token.ts";
import { isValueEnd } from "./replacement.ts";
import type { Replacement } from "./replacement.ts";
import { unwrapInterpolation } from "./unwrap-interpolation.ts";

/**
 * Says the same in the words of canonical style: labels in quotes, `x` for `"${x}"` where that is all of an argument's
 * value, and variables' types in today's notation (`list(any)` for `list`, `string` for `"string"`). It is given the
 * items of a document in their order.
 */
export class CanonicalIdioms {
  private readonly place = new Place();

  rewrite(item: readonly FormatToken[]): readonly FormatToken[] {
    const result: FormatToken[] = [];
    let copied = 0;
    for (let at = 0; at < item.length; at += 1) {
      const replacement = this.replacementAt(item, at);
      if (!replacement) continue;
      append(result, item, { start: copied, end: replacement.start });
      append(result, replacement.tokens, { start: 0, end: replacement.tokens.length });
      copied = replacement.end;
      at = copied - 1;
    }
    if (copied === 0) return item;
    append(result, item, { start: copied, end: item.length });
    return result;
  }

  private replacementAt(item: readonly FormatToken[], at: number): Replacement | undefined {
    const token = item[at];
    if (!token) return undefined;
    this.place.pass(token);
    if (token.kind === "bare-label")
      return { start: at, end: at + 1, tokens: [{ kind: "text", text: `"${token.text}"` }] };
    if (token.kind !== "argument-equals") return undefined;
    let start = at + 1;
    while (item[start]?.kind === "comment") start += 1;
    return this.place.isVariableType ? typeInParentheses(item, start) : unwrapInterpolation(item, start);
  }
}

function append(
  result: FormatToken[],
  tokens: readonly FormatToken[],
  { start, end }: { readonly start: number; readonly end: number },
): void {
  for (const token of tokens.slice(start, end)) result.push(token);
}

function typeInParentheses(tokens: readonly FormatToken[], at: number): Replacement | undefined {
  const type = tokens[at];
  if (!type || !isValueEnd(tokens, at + 1)) return undefined;
  if (type.kind === "text" && type.text === '"string"')
    return { start: at, end: at + 1, tokens: [{ kind: "name", text: "string" }] };
  if (type.kind !== "name" || !["list", "map", "set"].includes(type.text)) return undefined;
  const element = [
    { kind: "(", text: "(" },
    { kind: "name", text: "any" },
    { kind: ")", text: ")" },
  ] as const;
  return { start: at, end: at + 1, tokens: [type, ...element] };
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
