import type { SourceRange } from "../../../diagnostics/source-file.ts";
import type { EntryIndex } from "../../link/entry-index.ts";
import { oncePerIndex } from "./place.ts";

/** Where the intention about each caller is written, by destination and then by source; `*` stands for any. */
export type IntentionsByDestination = ReadonlyMap<string, ReadonlyMap<string, SourceRange>>;

/** Of two about one caller and destination the first counts; a rule of its own reports the other. */
export const intentionsByDestination = oncePerIndex(({ intentions }: EntryIndex): IntentionsByDestination => {
  const byDestination = new Map<string, Map<string, SourceRange>>();
  for (const entry of intentions) {
    const bySource = byDestination.get(entry.name) ?? new Map<string, SourceRange>();
    byDestination.set(entry.name, bySource);
    entry.value.sources.forEach(({ name }, position) => {
      if (!bySource.has(name)) bySource.set(name, entry.rangeAt("sources", position));
    });
  }
  return byDestination;
});
