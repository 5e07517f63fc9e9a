import type { SourceFile, SourceRange } from "../diagnostics/source-file.ts";
import type { Entry } from "./entry.ts";
import type { EntryKind } from "./schema.ts";

/** An entry something of which could not be read: what depends on it is not reported as well. */
export interface BrokenEntry {
  readonly kind: EntryKind;
  /** Undefined when not even the name is known: any name that nothing declares may be this one's. */
  readonly name: string | undefined;
  readonly range: SourceRange;
}

export interface DecodedDocuments {
  /** Each fits its schema. */
  readonly entries: readonly Entry[];
  /** Those with a mistake or an unknown value. One that fits its schema all the same is among the entries too. */
  readonly broken: readonly BrokenEntry[];
  /** The texts of sensitive values: no message may hold one. */
  readonly secrets: ReadonlySet<string>;
  /** The modules that a file is a document of, by their full names; a file of no module is not in it. */
  readonly modulesOfFile: ReadonlyMap<SourceFile, readonly string[]>;
}

/** Several sets as one, for linking. */
export function mergeDecoded(sets: readonly DecodedDocuments[]): DecodedDocuments {
  return {
    entries: sets.flatMap(({ entries }) => entries),
    broken: sets.flatMap(({ broken }) => broken),
    secrets: new Set(sets.flatMap(({ secrets }) => [...secrets])),
    modulesOfFile: new Map(sets.flatMap(({ modulesOfFile }) => [...modulesOfFile])),
  };
}
