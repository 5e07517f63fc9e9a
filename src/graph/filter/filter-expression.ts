/** A boolean expression over an instance, as Consul's filters are written. */
export type FilterExpression =
  | { readonly kind: "and" | "or"; readonly left: FilterExpression; readonly right: FilterExpression }
  | { readonly kind: "not"; readonly operand: FilterExpression }
  | FilterMatch;

/** One comparison of a field with a value; `empty` has no value. */
export interface FilterMatch {
  readonly kind: "match";
  readonly operator: "equal" | "empty" | "contains" | "matches";
  readonly negated: boolean;
  readonly selector: readonly string[];
  readonly value: string;
}

/** Why a filter cannot be read, and at which character (from 0). */
export interface FilterProblem {
  readonly message: string;
  readonly offset: number;
}

export type ParsedFilter =
  | { readonly ok: true; readonly expression: FilterExpression }
  | { readonly ok: false; readonly problem: FilterProblem };
