import type { CheckStatus, CheckTiming, ProbeResult } from "./check-definition.ts";

/** Where a check stands. Pure data; {@link stepCheck} moves it. */
export interface CheckState {
  readonly timing: CheckTiming;
  readonly phase: "running" | "waiting" | "stopped";
  /** Critical until a run decides otherwise, as in Consul: nothing is sent to what was never seen working. */
  readonly status: CheckStatus;
  /** Of the latest run that agrees with the status. */
  readonly output: string;
  /** Whether any run has finished; before, `status` is an assumption and not worth telling. */
  readonly observed: boolean;
  /** Successes in a row, warnings included; 0 after a failure. */
  readonly successes: number;
  /** Failures in a row; 0 after a success. */
  readonly failures: number;
  /** How much of the interval lies before the second run, from 0 to 1; 1 from then on. */
  readonly firstIntervalFraction: number;
}

export type CheckEvent =
  | { readonly kind: "due" }
  | { readonly kind: "finished"; readonly result: ProbeResult }
  | { readonly kind: "stop" };

export type CheckEffect =
  | { readonly kind: "probe" }
  | { readonly kind: "wake"; readonly afterMs: number }
  | { readonly kind: "publish"; readonly status: CheckStatus; readonly output: string }
  /** Of the pending timer and the running probe, whichever there is. */
  | { readonly kind: "cancel" };

export interface CheckStep {
  readonly state: CheckState;
  readonly effects: readonly CheckEffect[];
}

/**
 * The first run begins at once, because a status right after the start is worth most; the second comes after
 * `firstIntervalFraction` of the interval, so that checks started together spread out.
 */
export function startCheck(timing: CheckTiming, firstIntervalFraction: number): CheckStep {
  const state: CheckState = {
    timing,
    phase: "running",
    status: "critical",
    output: "",
    observed: false,
    successes: 0,
    failures: 0,
    firstIntervalFraction,
  };
  return { state, effects: [{ kind: "probe" }] };
}

/** A run begins only when the one before has finished, so that runs never overlap. */
export function stepCheck(state: CheckState, event: CheckEvent): CheckStep {
  if (state.phase === "stopped") return { state, effects: [] };
  switch (event.kind) {
    case "due":
      return state.phase === "running"
        ? { state, effects: [] }
        : { state: { ...state, phase: "running" }, effects: [{ kind: "probe" }] };
    case "finished":
      return finish(state, event.result);
    case "stop":
      return { state: { ...state, phase: "stopped" }, effects: [{ kind: "cancel" }] };
  }
}

function finish(before: CheckState, result: ProbeResult): CheckStep {
  const counted = count({ ...before, phase: "waiting", observed: true, firstIntervalFraction: 1 }, result);
  const state = isDecisive(counted, result) ? { ...counted, ...result } : undecided(before, counted, result);
  const wake: CheckEffect = {
    kind: "wake",
    afterMs: before.timing.intervalMs * before.firstIntervalFraction,
  };
  const { status, output } = state;
  const changed = !before.observed || before.status !== status;
  return { state, effects: changed ? [{ kind: "publish", status, output }, wake] : [wake] };
}

/** The status stays; a first run still has something to tell. */
function undecided(before: CheckState, counted: CheckState, { output }: ProbeResult): CheckState {
  return before.observed
    ? counted
    : { ...counted, output: `${before.status} until more runs agree; first: ${output}` };
}

/** A warning is a success: the instance answers. */
function count(state: CheckState, result: ProbeResult): CheckState {
  return result.status === "critical"
    ? { ...state, failures: state.failures + 1, successes: 0 }
    : { ...state, successes: state.successes + 1, failures: 0 };
}

function isDecisive({ timing, failures, successes }: CheckState, result: ProbeResult): boolean {
  return result.status === "critical"
    ? failures >= timing.failuresBeforeCritical
    : successes >= timing.successBeforePassing;
}
