import type { CompiledMesh, DocumentSet } from "../compile.ts";
import type { PlanRequest } from "../client/api-types.ts";
import type { Entry } from "../config/entry.ts";

/** One set as it is in force. */
export interface AppliedSet {
  /** As it was sent, so that an equal one is recognised. */
  readonly request: PlanRequest;
  readonly documents: DocumentSet;
  /** The one that last changed this set. */
  readonly revision: number;
  /** With their sensitive values: to be compared with others, and never to be shown as they are. */
  readonly entries: readonly Entry[];
}

export type NewSet = Omit<AppliedSet, "revision">;

/** What has been applied: one growing number for the whole mesh, and the sets behind it. */
export interface RevisionLog {
  /** 0 as long as nothing was applied. */
  readonly revision: number;
  readonly sets: ReadonlyMap<string, AppliedSet>;
  readonly mesh: CompiledMesh | undefined;
}

export const emptyRevisionLog: RevisionLog = { revision: 0, sets: new Map(), mesh: undefined };

/** The log with one set replaced: the next revision. A set that declares nothing is gone. */
export function commitSet(
  log: RevisionLog,
  { name, set, mesh }: { readonly name: string; readonly set: NewSet; readonly mesh: CompiledMesh },
): RevisionLog {
  const revision = log.revision + 1;
  const sets = new Map([...log.sets, [name, { ...set, revision }]]);
  if (set.entries.length === 0) sets.delete(name);
  return { revision, sets, mesh };
}
