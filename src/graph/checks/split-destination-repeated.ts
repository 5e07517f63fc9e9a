import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { graphCodes } from "../codes.ts";
import { targetKey } from "../target.ts";
import type { GraphCheck } from "./graph-check.ts";

/** Each destination stands once in a splitter: its share is then one number that a reader can see. */
export const splitDestinationRepeated: GraphCheck = ({ index }) => {
  const found: Diagnostic[] = [];
  for (const entry of index.splitters.values()) {
    const first = new Map<string, number>();
    entry.value.splits.forEach((split, position) => {
      const key = targetKey({ service: split.service ?? entry.name, subset: split.service_subset });
      const earlier = first.get(key);
      if (earlier === undefined) first.set(key, position);
      else {
        found.push(
          error({
            code: graphCodes.splitDestinationRepeated,
            summary: "Two splits with one destination",
            detail: `"${key}" already has a share in splitter "${entry.name}". Add the two weights in one split.`,
            subject: entry.rangeAt("splits", position),
            related: [{ message: "Its first share is here.", range: entry.rangeAt("splits", earlier) }],
          }),
        );
      }
    });
  }
  return found;
};
