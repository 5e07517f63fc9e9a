import type { SourceFile } from "../diagnostics/source-file.ts";
import type { Body } from "../language/body.ts";
import type { FunctionTable } from "../language/functions/function-definition.ts";
import { standardFunctions } from "../language/functions/standard-functions.ts";
import { ExpansionBudget } from "./expansion/expansion-budget.ts";
import { PlacedDiagnostics } from "./expansion/placed-diagnostics.ts";

/**
 * The documents of modules, by folder: its path from the folder of the set's own documents, with `/` and without `.` and
 * `..`. A folder whose documents could not be read, which was reported, has none.
 */
export type ModuleDocuments = ReadonlyMap<string, readonly SourceFile[]>;

/** What there is beside a set's own documents. */
export interface Surroundings {
  /** None when absent. */
  readonly modules?: ModuleDocuments;
  /** The functions expressions may call, those of modules too; the standard ones when absent. */
  readonly functions?: FunctionTable;
}

/** What a set of documents and the modules it calls share while they are decoded. */
export interface DecodeSession {
  readonly modules: ModuleDocuments;
  readonly functions: FunctionTable;
  readonly budget: ExpansionBudget;
  readonly log: PlacedDiagnostics;
  readonly secrets: Set<string>;
  /** The modules that a file is a document of, by their full names. */
  readonly modulesOfFile: Map<SourceFile, string[]>;
  /** Modules read so far, so that one that is called often is parsed once. */
  readonly parsed: Map<string, readonly Body[]>;
}

export function newSession({ modules, functions }: Surroundings): DecodeSession {
  return {
    modules: modules ?? new Map(),
    functions: functions ?? standardFunctions,
    budget: new ExpansionBudget(),
    log: new PlacedDiagnostics(),
    secrets: new Set(),
    modulesOfFile: new Map(),
    parsed: new Map(),
  };
}
