import type { RequestView } from "./request-view.ts";

/** A condition of a rule or route, in words that a report can show. */
export interface Condition {
  /** What is looked at, such as `caller`, `path` or `header x-user`. */
  readonly input: string;
  /** What it must be, such as `starts with "/v1/"`. */
  readonly expected: string;
}

/** A condition that did not hold, with what was there in its place. */
export interface FailedCondition extends Condition {
  /** Undefined when nothing was there, or when several inputs are looked at. */
  readonly actual: string | undefined;
}

/** A condition that has been made ready to be asked many times. */
export interface CompiledCondition extends Condition {
  readonly holds: (view: RequestView) => boolean;
  readonly actual: (view: RequestView) => string | undefined;
  /** The parts that all have to hold; absent for a condition of one part. */
  readonly parts?: readonly CompiledCondition[];
}

/** Holds for everything. */
export const always: CompiledCondition = {
  input: "request",
  expected: "is any",
  holds: () => true,
  actual: () => undefined,
  parts: [],
};

export function allOf(parts: readonly CompiledCondition[]): CompiledCondition {
  const [only, ...others] = parts;
  if (only && others.length === 0) return only;
  const flat = parts.flatMap((part) => part.parts ?? [part]);
  return {
    input: "request",
    expected: flat.map(inWords).join(" and "),
    holds: (view) => flat.every((part) => part.holds(view)),
    actual: () => undefined,
    parts: flat,
  };
}

export function anyOf(parts: readonly CompiledCondition[]): CompiledCondition {
  const [only, ...others] = parts;
  if (only && others.length === 0) return only;
  const input = commonInput(parts);
  return {
    input: input ?? "request",
    expected: parts.map((part) => (input === undefined ? inWords(part) : part.expected)).join(" or "),
    holds: (view) => parts.some((part) => part.holds(view)),
    actual: (view) => (input === undefined ? undefined : only?.actual(view)),
  };
}

export function not(part: CompiledCondition): CompiledCondition {
  return {
    input: part.input,
    expected: `not: ${part.expected}`,
    holds: (view) => !part.holds(view),
    actual: (view) => part.actual(view),
  };
}

/**
 * A condition on something that only a running Envoy knows. It is taken not to hold, and the answer says that it
 * rests on that.
 */
export function unknowable(input: string): CompiledCondition {
  return {
    input,
    expected: "matches",
    holds: (view) => {
      view.assume(`What ${input} says is known to a running Envoy alone; it was taken not to match.`);
      return false;
    },
    actual: () => undefined,
  };
}

/** Why a condition does not hold: each of its parts that fails. Empty when it holds. */
export function failedParts(condition: CompiledCondition, view: RequestView): readonly FailedCondition[] {
  const failed: FailedCondition[] = [];
  for (const part of condition.parts ?? [condition])
    if (!part.holds(view))
      failed.push({ input: part.input, expected: part.expected, actual: part.actual(view) });
  return failed;
}

function inWords({ input, expected }: Condition): string {
  return `${input} ${expected}`;
}

function commonInput(parts: readonly CompiledCondition[]): string | undefined {
  const inputs = new Set(parts.map(({ input }) => input));
  const [input] = inputs;
  return inputs.size === 1 && parts.every((part) => part.parts === undefined) ? input : undefined;
}
