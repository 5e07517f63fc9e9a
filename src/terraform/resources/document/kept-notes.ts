/** What a plan hands to the apply that makes it. */
export interface PlanNote {
  /** The set's revision that the plan is against; 0 for a set that must not be there. Undefined: nobody could be asked. */
  readonly base: number | undefined;
  /** As the state's note has it, which holds on when nothing comes of the plan. */
  readonly isSettled: boolean;
}

/** What is kept with a state. */
export interface StateNote {
  /** Every proxy that should take it has; otherwise the next plan tries again. */
  readonly isSettled: boolean;
}

export function writePlanNote({ base, isSettled }: PlanNote): string {
  return JSON.stringify({ base, settled: isSettled });
}

export function readPlanNote(text: string): PlanNote {
  const base = memberOf(text, "base");
  return { base: typeof base === "number" ? base : undefined, ...readStateNote(text) };
}

export function writeStateNote({ isSettled }: StateNote): string {
  return JSON.stringify({ settled: isSettled });
}

export function readStateNote(text: string): StateNote {
  return { isSettled: memberOf(text, "settled") !== false };
}

/** Terraform hands back what it was given; nothing, at first. */
function memberOf(text: string, name: string): unknown {
  if (text === "") return undefined;
  const value: unknown = JSON.parse(text);
  return typeof value === "object" && value !== null ? new Map(Object.entries(value)).get(name) : undefined;
}
