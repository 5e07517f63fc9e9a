import type { SourceFile } from "../../diagnostics/source-file.ts";
import type { Value } from "../value.ts";

/** By name; a namespaced function's name holds its `::`. */
export type FunctionTable = ReadonlyMap<string, FunctionDefinition>;

export type FunctionDefinition = EagerFunction | TryFunction | TemplateFunction | RefusedFunction;

/** A function whose arguments are evaluated before it is called. */
export interface EagerFunction {
  readonly kind: "eager";
  readonly parameterNames: readonly string[];
  readonly requiredCount: number;
  /** Whether the last parameter may be given any number of times. */
  readonly isVariadic: boolean;
  /** Whether arguments come with the marks of sensitive values; else the result is marked if one of them was. */
  readonly seesMarks?: true;
  /** How much more than walking through its arguments a call costs; 1 when absent. What is counted comes to an end. */
  readonly effort?: number;
  /** As many arguments as the counts allow. */
  readonly call: (args: readonly Value[]) => Value | FunctionFailure;
}

/** `try` and `can`: arguments are evaluated one after the other until one succeeds. */
export interface TryFunction {
  readonly kind: "try" | "can";
}

/** A function that renders a template with a scope of its own: the variables are all that the template may refer to. */
export interface TemplateFunction {
  readonly kind: "template";
  readonly parameterNames: readonly [string, string];
  /** Whether the first argument must refer to a value, so that nobody writes a template inside a template's quotes. */
  readonly template: "value" | "reference";
  /** The template that the first argument means; undefined while that is unknown. */
  readonly sourceOf: (argument: Value) => SourceFile | FunctionFailure | undefined;
}

/** A name that is known and leads nowhere. */
export interface RefusedFunction {
  readonly kind: "refused";
  /** Complete sentences that end with the way out. */
  readonly reason: string;
}

/** Why a call cannot succeed, and which argument (from 0) is to blame. */
export class FunctionFailure {
  constructor(
    /** Complete sentences that end with the way out. */
    readonly message: string,
    readonly argument?: number,
  ) {}
}
