import type { SourceFile } from "../diagnostics/source-file.ts";
import type { Body } from "../language/body.ts";
import { ExpansionBudget } from "./expansion/expansion-budget.ts";
import { PlacedDiagnostics } from "./expansion/placed-diagnostics.ts";

/**
 * The documents of modules, by folder: its path from the folder of the set's own documents, with `/` and without `.` and
 * `..`. A folder whose documents could not be read, which was reported, has none.
 */
export type ModuleDocuments = ReadonlyMap<string, readonly SourceFile[]>;

/** What a set of documents and the modules it calls share while they are decoded. */
export interface DecodeSession {
  readonly modules: ModuleDocuments;
  readonly budget: ExpansionBudget;
  readonly log: PlacedDiagnostics;
  readonly secrets: Set<string>;
  /** Modules read so far, so that one that is called often is parsed once. */
  readonly parsed: Map<string, readonly Body[]>;
}

export function newSession(modules: ModuleDocuments): DecodeSession {
  return {
    modules,
    budget: new ExpansionBudget(),
    log: new PlacedDiagnostics(),
    secrets: new Set(),
    parsed: new Map(),
  };
}
