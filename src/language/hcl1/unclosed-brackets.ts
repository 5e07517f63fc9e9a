import type { SourceRange } from "../../diagnostics/source-file.ts";
import { languageCodes } from "../codes.ts";
import type { Hcl1Cursor } from "./hcl1-cursor.ts";

/**
 * Closes objects and lists, and tells which brackets have no counterpart: one diagnostic for each place at which a
 * closing bracket is missing, however many brackets are open there.
 */
export class UnclosedBrackets {
  /** The first object whose closing brace stands further left than the line that opens it: it was likely meant for another. */
  private suspect: SourceRange | undefined;
  private reportedAt = -1;
  private silent = false;
  /** Whether something was still open at the end of the file. */
  isEndMissing = false;

  constructor(private readonly cursor: Hcl1Cursor) {}

  /** Passes the closing bracket of what `opening` opened; false, and a diagnostic, when something else stands there. */
  close(bracket: "}" | "]", opening: SourceRange): boolean {
    const { cursor } = this;
    if (!cursor.at(bracket)) {
      this.reportUnclosed(bracket, opening);
      return false;
    }
    const { start } = cursor.token;
    if (bracket === "}" && cursor.columnOf(start) < cursor.indentOf(opening.start)) this.suspect ??= opening;
    cursor.advance();
    return true;
  }

  /** Reports a closing bracket that nothing opened, and passes it. */
  reportStray(): void {
    const brace = this.cursor.at("}");
    this.cursor.report({
      code: languageCodes.unexpectedClosingBrace,
      summary: brace ? "Unexpected closing brace" : "Unexpected closing bracket",
      detail: brace
        ? "No object is open here that this brace could close. Remove it, or add the name and brace that open one."
        : "No list is open here that this bracket could close. Remove it, or add the bracket that opens one.",
      subject: this.cursor.tokenRange(),
    });
    this.cursor.advance();
  }

  /** From here on, brackets without a counterpart are nobody's mistake. */
  silence(): void {
    this.silent = true;
  }

  private reportUnclosed(bracket: "}" | "]", opening: SourceRange): void {
    const { cursor } = this;
    const place = cursor.token.start;
    if (this.silent || cursor.wasTooDeep || this.reportedAt === place) return;
    this.reportedAt = place;
    const atEnd = cursor.at("end");
    this.isEndMissing ||= atEnd;
    const isCut = !cursor.at("}") && !cursor.at("]");
    const brace = bracket === "}";
    const limit = atEnd ? "before the end of the file" : `before this "${cursor.token.text}"`;
    cursor.report({
      code: brace ? languageCodes.unclosedBlock : languageCodes.unclosedBracket,
      summary: brace ? "Unclosed object" : "Unclosed list",
      detail: `No "${bracket}" closes this ${brace ? "object" : "list"} ${limit}. Add it where the ${brace ? "object" : "list"} ends.`,
      subject: isCut && brace ? (this.suspect ?? opening) : opening,
      related: [
        {
          message: atEnd ? "the file ends here" : "it would have to end before this",
          range: cursor.tokenRange(),
        },
      ],
    });
  }
}
