import type { DiagnosticDetails } from "../../diagnostics/diagnostic.ts";
import type { Expression } from "../expression.ts";
import type { Scope } from "../scope.ts";
import type { Sensitive, Unknown, Value } from "../value.ts";

/** What the parts of the evaluator share: the scope in force and the run's diagnostics and limits. */
export interface EvaluationContext {
  readonly scope: Scope;
  evaluate(expression: Expression): Value;
  /** The same run with more names in scope. */
  withVariables(variables: ReadonlyMap<string, Value>): EvaluationContext;
  /** The same run in another scope, from which nothing of this one is seen. */
  withScope(scope: Scope): EvaluationContext;
  /** Reports an error and gives what stands in for the value: nothing that uses it fails again. */
  fail(details: DiagnosticDetails): Unknown;
  /** Whether anything failed since the run began. */
  readonly failureCount: number;
  /** A new composite value, unless it is larger than a document could mean. */
  admit(value: Value, expression: Expression): Value;
  /**
   * The value as the part being evaluated must see it, without its own mark. What that part gives is marked in turn, so
   * it is called for whatever the result tells something about, and not for what is only passed on.
   */
  reveal(value: Value): Exclude<Value, Sensitive>;
  /** Like {@link reveal}, for a part that looks at everything in the value. */
  revealAll(value: Value): Value;
  /** Counts the work of walking through values, so that doing it again and again comes to an end. */
  charge(values: readonly Value[]): void;
  /** Evaluates without reporting: what failed comes back as undefined. */
  attempt(expression: Expression): Value | undefined;
}
