import type { FunctionTable } from "./functions/function-definition.ts";
import type { Value } from "./value.ts";

/** The names an expression may use: `var`, `local`, `each` and so on, and the functions it may call. */
export interface Scope {
  readonly variables: ReadonlyMap<string, Value>;
  readonly functions: FunctionTable;
  /** What is left of the work that all expressions of the set may take together; unbounded when absent. */
  readonly work?: WorkLeft;
  /** Roots such as `local` under which there may be more names than are known: one that is missing is no mistake. */
  readonly open?: ReadonlySet<string>;
  /** Where to look for names that are not in `variables`: set inside `for` expressions, `for_each` and `dynamic`. */
  readonly parent?: Scope;
}

/** Shared by every scope of a set, and lowered as its expressions are evaluated. */
export interface WorkLeft {
  steps: number;
}

/** A scope that knows more names; they hide equal ones of the outer scope. */
export function childScope(parent: Scope, variables: ReadonlyMap<string, Value>): Scope {
  return { variables, functions: parent.functions, ...(parent.work && { work: parent.work }), parent };
}

/** The value of a root name; undefined when no scope declares it. */
export function lookUp(scope: Scope, name: string): Value | undefined {
  for (let current: Scope | undefined = scope; current; current = current.parent) {
    const value = current.variables.get(name);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** All root names of a scope and those around it. */
export function* visibleNames(scope: Scope): Iterable<string> {
  for (let current: Scope | undefined = scope; current; current = current.parent)
    yield* current.variables.keys();
}

/** Whether names under a root may be missing because what declares them could not be read. */
export function isOpen(scope: Scope, root: string): boolean {
  for (let current: Scope | undefined = scope; current; current = current.parent)
    if (current.open?.has(root)) return true;
  return false;
}
