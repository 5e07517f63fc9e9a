import { endOfMarkerLine, markerLines } from "../marker-lines.ts";
import { heredocIntroducerAt } from "./scanner.ts";

/**
 * Where to read on after a syntax error: at the newline that ends the item which begins at `itemStart`, at the brace
 * that closes the block around it, or at `limit`. Brackets, texts and comments are followed, so that what is inside
 * the broken item is passed over as a whole. Takes time in proportion to what is skipped.
 */
export function skipItem(text: string, span: SkippedSpan): number {
  const skipper = new ItemSkipper(text, span);
  let at = span.itemStart;
  while (at < span.limit) {
    const next = skipper.step(at);
    if (next === "block-closed") return at;
    if (text.charCodeAt(at) === NEWLINE && skipper.itemEndsAt(at, span.errorAt)) return at;
    at = next;
  }
  return span.limit;
}

export interface SkippedSpan {
  readonly itemStart: number;
  readonly errorAt: number;
  readonly limit: number;
  /** Whether a line from an offset on holds a heredoc's marker alone, for whoever knows without looking. */
  readonly hasMarkerLine?: (marker: string, from: number) => boolean;
}

const NEWLINE = 10;

/** What is open: a bracket, a text in quotes, or an interpolation in it. */
type Opened = "{" | "[" | "(" | '"' | "${";

class ItemSkipper {
  private readonly stack: Opened[] = [];
  /** How many `{` and `${` the stack holds, so that a stray `}` costs no search. */
  private braces = 0;
  /** Where in the stack the outermost text is; -1 when none is open. */
  private outermostText = -1;
  private readonly isHeader: boolean;
  /** Columns before the item. */
  private readonly indent: number;

  constructor(
    private readonly text: string,
    { itemStart, limit, hasMarkerLine = () => true }: SkippedSpan,
  ) {
    this.limit = limit;
    this.hasMarkerLine = hasMarkerLine;
    attributeForm.lastIndex = itemStart;
    this.isHeader = !attributeForm.test(text);
    this.indent = itemStart - (text.lastIndexOf("\n", itemStart - 1) + 1);
  }

  private readonly limit: number;
  private readonly hasMarkerLine: NonNullable<SkippedSpan["hasMarkerLine"]>;

  /** Passes what is at `at`; gives the offset behind it. */
  step(at: number): number | "block-closed" {
    return this.stack.at(-1) === '"' ? this.stepInText(at) : this.stepInCode(at);
  }

  /** Whether the newline at `at` ends the item: nothing is open, or what is open was left open by mistake. */
  itemEndsAt(at: number, errorAt: number): boolean {
    if (this.stack.length === 0) return at >= errorAt;
    return this.braces === 0 && beginsItem(this.text, at + 1);
  }

  private stepInText(at: number): number {
    const character = this.text[at];
    if (character === "\\") return at + 2;
    if (character === "\n") this.closeTexts(at);
    else if (character === '"') this.pop();
    else if ((character === "$" || character === "%") && this.text[at + 1] === "{") {
      if (this.text[at - 1] !== character) this.open("${");
      return at + 2;
    }
    return at + 1;
  }

  private stepInCode(at: number): number | "block-closed" {
    const character = this.text.charAt(at);
    if (character === '"' || character === "{" || character === "[" || character === "(")
      this.open(character);
    else if (character === "}") return this.closeBrace() ? at + 1 : "block-closed";
    else if (character === "]" || character === ")") this.closeBracket(character === "]" ? "[" : "(");
    else if (character === "#" || this.text.startsWith("//", at)) return this.find("\n", at, 0);
    else if (this.text.startsWith("/*", at)) return this.find("*/", at, 2);
    else if (character === "<") return this.passHeredoc(at);
    return at + 1;
  }

  private open(opened: Opened): void {
    this.stack.push(opened);
    if (opened === "{" || opened === "${") this.braces += 1;
    if (opened === '"' && this.outermostText < 0) this.outermostText = this.stack.length - 1;
  }

  private pop(): Opened | undefined {
    const closed = this.stack.pop();
    if (closed === "{" || closed === "${") this.braces -= 1;
    if (this.stack.length <= this.outermostText) this.outermostText = -1;
    return closed;
  }

  private closeBrace(): boolean {
    if (this.braces === 0) return false;
    for (;;) {
      const closed = this.pop();
      if (closed === "{" || closed === "${" || closed === undefined) return true;
    }
  }

  private closeBracket(bracket: "[" | "("): void {
    if (this.stack.at(-1) === bracket) this.pop();
  }

  /**
   * A text that reaches the end of its line was left open, and so was everything that it is nested in. When that
   * happens in a block's header, a brace at the end of the line was meant to open the block.
   */
  private closeTexts(newlineAt: number): void {
    const outermost = this.outermostText;
    while (this.stack.length > outermost) this.pop();
    for (const bracket of closedAtEnd(this.text, newlineAt)) if (this.stack.at(-1) === bracket) this.pop();
    if (this.isHeader && this.stack.length === 0 && endsWithBrace(this.text, newlineAt)) this.open("{");
  }

  private passHeredoc(at: number): number {
    const introducer = heredocIntroducerAt(this.text, at);
    if (introducer === undefined) return at + 1;
    const marker = introducer.trimEnd().replace(/^<<-?/, "");
    const from = at + introducer.length;
    if (!this.hasMarkerLine(marker, from)) return this.passUnclosedHeredoc(at);
    for (const line of markerLines(this.text, marker, from)) {
      const lineEnd = endOfMarkerLine(this.text, line);
      if (lineEnd !== undefined) return lineEnd;
    }
    return this.passUnclosedHeredoc(at);
  }

  /** A heredoc without its marker was meant to end within its block: at a brace further left than the item, if one is. */
  private passUnclosedHeredoc(at: number): number {
    if (this.indent === 0) return this.limit;
    leadingBrace.lastIndex = at;
    let found = leadingBrace.exec(this.text);
    while (found && found[0].length > this.indent) found = leadingBrace.exec(this.text);
    if (!found || found.index >= this.limit) return this.limit;
    while (this.pop() !== undefined);
    return found.index + found[0].length - 1;
  }

  private find(what: string, from: number, lengthPassed: number): number {
    const found = this.text.indexOf(what, from);
    return found < 0 ? this.limit : Math.min(found + lengthPassed, this.limit);
  }
}

/** The brackets whose closing ones end the line, innermost first: a text that swallowed these was to end before them. */
function closedAtEnd(text: string, newlineAt: number): readonly Opened[] {
  const brackets: Opened[] = [];
  let at = newlineAt - 1;
  for (; " \t\r,}])".includes(text[at] ?? "x"); at -= 1) {
    const opened = openingOf.get(text.charAt(at));
    if (opened) brackets.unshift(opened);
  }
  return brackets;
}

const openingOf: ReadonlyMap<string, Opened> = new Map([
  ["}", "{"],
  ["]", "["],
  [")", "("],
]);

/** Matches once on each line, so that looking for one takes one pass. */
const leadingBrace = /^[ \t]*\}/gm;

function endsWithBrace(text: string, newlineAt: number): boolean {
  let at = newlineAt - 1;
  while (" \t\r".includes(text[at] ?? "x")) at -= 1;
  return text[at] === "{";
}

/** Whether a line looks like an argument or a block: what a list or a call in parentheses cannot hold. */
function beginsItem(text: string, lineStart: number): boolean {
  itemForm.lastIndex = lineStart;
  return itemForm.test(text);
}

const itemForm = /[ \t]*[\p{ID_Start}_][\p{ID_Continue}-]*(?:[ \t]*=(?![=>])|(?:[ \t]+"[^"\n]*")*[ \t]*\{)/uy;

const attributeForm = /[\p{ID_Start}_][\p{ID_Continue}-]*[ \t]*=/uy;
