import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { SourceRange } from "../../diagnostics/source-file.ts";
import { graphCodes } from "../codes.ts";
import type { GraphCheck } from "./graph-check.ts";

/** One intention decides about a source and a destination: two would make the outcome depend on their order. */
export const duplicateSource: GraphCheck = ({ index }) => {
  const first = new Map<string, SourceRange>();
  const found: Diagnostic[] = [];
  for (const entry of index.intentions) {
    entry.value.sources.forEach((source, position) => {
      const key = `${entry.name}/${source.name}`;
      const range = entry.rangeAt("sources", position);
      const earlier = first.get(key);
      if (!earlier) first.set(key, range);
      else {
        found.push(
          error({
            code: graphCodes.duplicateSource,
            summary: "Two intentions for one source and destination",
            detail: `What "${source.name}" may send to "${entry.name}" is already declared. Merge the two source blocks.`,
            subject: range,
            related: [{ message: "First declared here.", range: earlier }],
          }),
        );
      }
    });
  }
  return found;
};
