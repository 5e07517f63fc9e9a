import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Attribute } from "../../language/body.ts";
import { configCodes } from "../codes.ts";

/** What a dynamic block's content calls the element it is made for: its `iterator`, or else the block's type. */
export function iteratorName(
  attribute: Attribute | undefined,
  blockType: string,
  diagnostics: Diagnostic[],
): string {
  if (!attribute) return blockType;
  const { expression } = attribute;
  if (expression.kind === "variable") return expression.name;
  // JSON has no bare names.
  if (expression.kind === "literal" && typeof expression.value === "string") return expression.value;
  diagnostics.push(
    error({
      code: configCodes.unsuitableIterator,
      summary: "Unsuitable iterator",
      detail:
        "An iterator is a plain name, by which the content refers to each element. Write: iterator = item",
      subject: expression.range,
    }),
  );
  return blockType;
}
