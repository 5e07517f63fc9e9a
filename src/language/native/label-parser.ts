import type { Label } from "../body.ts";
import { languageCodes } from "../codes.ts";
import { parseExpression } from "./expression-parser.ts";
import { parseQuotedTemplate } from "./template-parser.ts";
import type { TokenCursor } from "./token-cursor.ts";

/** The labels of a block, quoted or bare, up to its brace. */
export function parseLabels(cursor: TokenCursor): readonly Label[] {
  const labels: Label[] = [];
  for (;;) {
    const start = cursor.start;
    if (cursor.at("identifier")) {
      labels.push({ text: cursor.text, range: cursor.tokenRange() });
      cursor.advance();
    } else if (cursor.at("quote")) {
      const label = parseQuotedTemplate(cursor, parseExpression);
      if (cursor.failed) return labels;
      if (label.kind === "literal" && typeof label.value === "string")
        labels.push({ text: label.value, range: label.range });
      else return failForTemplate(cursor, start);
    } else return labels;
  }
}

function failForTemplate(cursor: TokenCursor, start: number): readonly Label[] {
  cursor.fail({
    code: languageCodes.invalidLabel,
    summary: "Template in block label",
    detail:
      "A block's label is a plain text, since blocks are named before anything is evaluated. Write the label out, or set an argument instead.",
    subject: cursor.rangeFrom(start),
  });
  return [];
}
