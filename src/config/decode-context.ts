import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Scope } from "../language/scope.ts";
import type { ExpansionBudget } from "./expansion/expansion-budget.ts";
import type { RangeMap } from "./range-map.ts";
import type { LocatedSchema } from "./schema.ts";

/** What decoding one entry gathers beside its value. */
export interface DecodeContext {
  readonly scope: Scope;
  readonly budget: ExpansionBudget;
  readonly ranges: RangeMap;
  readonly diagnostics: Diagnostic[];
  /** Pointers of values that are not known yet, so that nobody reports them as missing. */
  readonly unknownPointers: Set<string>;
  /** Pointers of values that must not be shown, the outermost only. */
  readonly sensitivePointers: Set<string>;
}

/** A field to decode: its schema, and where it is in the entry. */
export interface FieldTarget {
  readonly located: LocatedSchema;
  readonly pointer: string;
}
