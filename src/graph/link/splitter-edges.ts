import type { SourceRange } from "../../diagnostics/source-file.ts";
import type { EntryIndex } from "./entry-index.ts";

/** A share that enters another service's splitter. */
export interface SplitterEdge {
  readonly to: string;
  /** The share's place in its splitter. */
  readonly position: number;
  readonly range: SourceRange;
}

/** A split to another service enters that service's splitter, unless it names a subset. */
export function splitterEdges(name: string, index: EntryIndex): readonly SplitterEdge[] {
  const entry = index.splitters.get(name);
  return (entry?.value.splits ?? []).flatMap((split, position) => {
    const to = split.service ?? name;
    const enters = to !== name && split.service_subset === undefined && index.splitters.has(to);
    return enters && entry ? [{ to, position, range: entry.rangeAt("splits", position) }] : [];
  });
}
