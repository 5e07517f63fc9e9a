import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Scope } from "../../language/scope.ts";
import type { ExpansionBudget } from "./expansion-budget.ts";

/** One of the blocks that a repeated block stands for; a block that is not repeated is its own only instance. */
export interface Instance {
  /** An element's key of `for_each`, or a number of `count`; undefined for a block that is not repeated. */
  readonly key: string | number | undefined;
  /** Knows `each` or `count` besides the set's names. */
  readonly scope: Scope;
}

/** The instance as messages write it behind the block's name: `["a"]`, `[0]`, or nothing. */
export function writtenKey({ key }: Instance): string {
  return key === undefined ? "" : `[${JSON.stringify(key)}]`;
}

/** What is needed to find out how often a block is repeated; what is wrong goes to the diagnostics. */
export interface RepetitionContext {
  readonly scope: Scope;
  readonly budget: ExpansionBudget;
  readonly diagnostics: Diagnostic[];
}
