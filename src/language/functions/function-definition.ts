import type { Value } from "../value.ts";

/** By name; a namespaced function's name holds its `::`. */
export type FunctionTable = ReadonlyMap<string, FunctionDefinition>;

export type FunctionDefinition = EagerFunction | TryFunction;

/** A function whose arguments are evaluated before it is called. */
export interface EagerFunction {
  readonly kind: "eager";
  readonly parameterNames: readonly string[];
  readonly requiredCount: number;
  /** Whether the last parameter may be given any number of times. */
  readonly isVariadic: boolean;
  /** As many arguments as the counts allow. */
  readonly call: (args: readonly Value[]) => Value | FunctionFailure;
}

/** `try` and `can`: arguments are evaluated one after the other until one succeeds. */
export interface TryFunction {
  readonly kind: "try" | "can";
}

/** Why a call cannot succeed, and which argument (from 0) is to blame. */
export class FunctionFailure {
  constructor(
    /** Complete sentences that end with the way out. */
    readonly message: string,
    readonly argument?: number,
  ) {}
}
