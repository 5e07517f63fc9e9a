import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import type { Entry } from "../../config/entry.ts";
import { graphCodes } from "../codes.ts";
import { entryKey } from "../link/entry-index.ts";
import type { GraphCheck } from "./graph-check.ts";

export const duplicateEntryPages: readonly ErrorPage[] = [
  {
    code: graphCodes.duplicateEntry,
    title: "Something that is declared twice",
    meaning:
      "A service, a resolver and a splitter of one name stand once in a document set, whichever of its files they are in, and so does the `mesh` block. Intentions are the exception: several blocks may each bring sources of one destination.",
    wrong: `service "web" {
  port = 8080
}

service "web" {
  port = 9090
}`,
    right: `service "web" {
  port = 8080
}`,
    wayOut: "Merge the two blocks, or rename one.",
  },
];

/**
 * A name is declared once for each kind. Intentions are exempt: several blocks may each bring sources of one
 * destination, so that teams own their rules apart; {@link "./duplicate-source.ts"} compares those by source.
 */
export const duplicateEntry: GraphCheck = ({ index }) => {
  const first = new Map<string, Entry>();
  const found: Diagnostic[] = [];
  for (const entry of index.all) {
    if (entry.kind === "service-intentions") continue;
    const key = entryKey(entry);
    const earlier = first.get(key);
    if (!earlier) first.set(key, entry);
    else {
      found.push(
        error({
          code: graphCodes.duplicateEntry,
          summary: "Declared twice",
          detail: `${entry.kind === "mesh" ? "The mesh" : `The ${entry.kind} "${entry.name}"`} is already declared. Merge the two blocks, or rename one.`,
          subject: entry.range,
          related: [{ message: "First declared here.", range: earlier.range }],
        }),
      );
    }
  }
  return found;
};
