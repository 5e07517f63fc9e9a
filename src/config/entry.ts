import type { SourceRange } from "../diagnostics/source-file.ts";
import type { EntryByKind } from "./gen/entries.ts";
import type { EntryKind } from "./schema.ts";

/** Mesh blocks, or Consul's own documents. */
export type Dialect = "mesh" | "consul";

/** One declared thing of a kind: what the graph is linked from, whichever surface it was written in. */
export interface EntryOf<K extends EntryKind> {
  readonly kind: K;
  /** Unique among the entries of its kind in a set; intentions also by source. `mesh` for the mesh itself. */
  readonly name: string;
  /** The form of the document it stands in: Consul lets names refer to what registers later. */
  readonly dialect: Dialect;
  readonly value: Readonly<EntryByKind[K]>;
  /** JSON pointers (RFC 6901) to the parts of {@link value} that must not be shown; what lies within is meant too. */
  readonly sensitivePointers: ReadonlySet<string>;
  /** The header of the block, which stands for the whole entry. */
  readonly range: SourceRange;
  /** The place of a part of {@link value}, by path; of its nearest enclosing part when it was not written itself. */
  rangeAt(...path: readonly (string | number)[]): SourceRange;
  /** Whether the part stands there as it was written: nothing in it or around it was lost. */
  isWhole(...path: readonly (string | number)[]): boolean;
  /** Undefined for an entry that could be read as a whole. */
  readonly doubt: Doubt | undefined;
}

/** What is not certain about an entry of which parts were reported or could not be read. */
export interface Doubt {
  /** The entry with something else in the place of the lost parts: only what holds for both is a mistake of its own. */
  readonly otherwise: Entry;
  /** Where the lost parts are. */
  readonly lostRanges: readonly SourceRange[];
}

export type Entry = { [K in EntryKind]: EntryOf<K> }[EntryKind];

/** The entries of one kind, in document order. */
export function entriesOfKind<K extends EntryKind>(
  entries: readonly Entry[],
  kind: K,
): readonly EntryOf<K>[] {
  return entries.filter((entry): entry is Extract<Entry, EntryOf<K>> => entry.kind === kind);
}
