import { Scanner } from "../native/scanner.ts";
import type { FormatToken, FormatTokenKind } from "./format-token.ts";
import { scanComments } from "./scan-comments.ts";
import { templatePieceAt } from "./template-piece.ts";
import type { TemplateContext } from "./template-piece.ts";

/**
 * The tokens of a document, in order and with nothing left out but white space: one list for each item of a body, up to
 * the line break behind it. A block is several: its header, its items and its closing brace. The text must be free of
 * syntax errors: brackets and templates are trusted to be closed.
 */
export function* scanFormatItems(text: string): Generator<readonly FormatToken[]> {
  const scanner = new FormatScanner(text);
  for (;;) {
    const item = scanner.scanItem();
    if (item.length === 0) return;
    yield item;
  }
}

/** What is open at a place of the text. */
type Context =
  | {
      readonly kind: "body";
      /** Where in an item of the body the scanner is. */
      item: "start" | "header" | "value";
    }
  | { readonly kind: "brackets" | "sequence" }
  | TemplateContext;

class FormatScanner {
  private tokens: FormatToken[] = [];
  private readonly scanner: Scanner;
  private readonly stack: Context[] = [];
  private context: Context = { kind: "body", item: "start" };
  private at: number;

  constructor(private readonly text: string) {
    this.at = text.startsWith("\ufeff") ? 1 : 0;
    this.scanner = new Scanner(text, this.at, text.length);
  }

  /** Empty at the end of the text. */
  scanItem(): readonly FormatToken[] {
    this.tokens = [];
    for (;;) {
      const { context } = this;
      if (context.kind === "quote" || context.kind === "heredoc") this.scanTemplate(context);
      else if (!this.scanCode(context)) return this.tokens;
    }
  }

  private push(kind: FormatTokenKind, end: number): void {
    this.tokens.push({ kind, text: this.text.slice(this.at, end) });
    this.at = end;
  }

  private enter(context: Context): void {
    this.stack.push(this.context);
    this.context = context;
  }

  private leave(): void {
    this.context = this.stack.pop() ?? { kind: "body", item: "start" };
  }

  /** False at the end of an item, and of the text. */
  private scanCode(context: Exclude<Context, TemplateContext>): boolean {
    const { scanner } = this;
    scanner.scanAt(this.at);
    if (scanner.start > this.at) {
      scanComments(this.text, { start: this.at, end: scanner.start }, this.tokens);
      this.at = scanner.start;
    }
    switch (scanner.kind) {
      case "end":
      case "invalid":
      case "unclosed-comment":
        return false;
      case "quote":
        this.openTemplate({ kind: "quote" }, scanner.end);
        return true;
      case "heredoc":
        this.openTemplate(
          { kind: "heredoc", marker: markerOf(this.text.slice(this.at, scanner.end)) },
          scanner.end,
        );
        return true;
      case "identifier":
        this.scanName(context);
        return true;
      case "newline":
        this.push("newline", scanner.end);
        if (context.kind !== "body") return true;
        context.item = "start";
        return false;
      case "=":
        if (context.kind !== "body" || context.item !== "header") break;
        context.item = "value";
        this.push("argument-equals", scanner.end);
        return true;
      case "{":
      case "[":
      case "(":
        this.enter(
          context.kind === "body" && context.item === "header"
            ? { kind: "body", item: "start" }
            : { kind: "brackets" },
        );
        break;
      case "~":
      case "}":
        if (this.closesSequence(context)) return true;
        this.leave();
        break;
      case "]":
      case ")":
        this.leave();
        break;
      default:
        break;
    }
    this.push(scanner.kind, scanner.end);
    return true;
  }

  private scanName(context: Context): void {
    const isLabel = context.kind === "body" && context.item === "header";
    if (context.kind === "body" && context.item === "start") context.item = "header";
    this.push(isLabel ? "bare-label" : "name", this.scanner.end);
  }

  private closesSequence(context: Context): boolean {
    if (context.kind !== "sequence") return false;
    this.push("sequence-close", this.scanner.kind === "~" ? this.scanner.end + 1 : this.scanner.end);
    this.leave();
    return true;
  }

  private openTemplate(context: TemplateContext, contentStart: number): void {
    const piece = templatePieceAt(this.text, context, {
      start: contentStart,
      beginsLine: context.kind === "heredoc",
    });
    const isQuote = context.kind === "quote";
    if (piece.closes) {
      this.push(isQuote ? "text" : "heredoc", piece.end);
      return;
    }
    this.push(isQuote ? "text-start" : "heredoc-start", piece.end);
    this.enter(context);
    this.openSequence();
  }

  /** Reads on behind an interpolation or directive. */
  private scanTemplate(context: TemplateContext): void {
    const piece = templatePieceAt(this.text, context, { start: this.at, beginsLine: false });
    if (piece.closes) {
      this.push("template-end", piece.end);
      this.leave();
      return;
    }
    if (piece.end > this.at) this.push("template-middle", piece.end);
    this.openSequence();
  }

  private openSequence(): void {
    this.push("sequence-open", this.at + (this.text[this.at + 2] === "~" ? 3 : 2));
    this.enter({ kind: "sequence" });
  }
}

function markerOf(introducer: string): string {
  return introducer.trimEnd().replace(/^<<-?/, "");
}
