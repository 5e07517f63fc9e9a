/** When a leaf is signed, signed again and retried: the decisions, without clock, chance or keys. */
export type LeafRenewal =
  /** A request is on its way; `failures` counts those before it. */
  | { readonly kind: "signing"; readonly failures: number }
  /** Nothing to do before `atMs`: the time to renew, or to try again after `failures` failures. */
  | { readonly kind: "waiting"; readonly failures: number; readonly atMs: number }
  /** Nobody wants the leaf any more. Final. */
  | { readonly kind: "stopped" };

/** `fraction` is chance, from 0 to 1. */
export type LeafRenewalEvent =
  | {
      readonly kind: "signed";
      readonly nowMs: number;
      readonly notAfterMs: number;
      readonly fraction: number;
    }
  | { readonly kind: "failed"; readonly nowMs: number; readonly fraction: number }
  | { readonly kind: "woken"; readonly nowMs: number }
  | { readonly kind: "stop" };

/** `wake` replaces a timer set before. */
export type LeafRenewalEffect =
  | { readonly kind: "sign" }
  | { readonly kind: "wake"; readonly afterMs: number }
  | { readonly kind: "cancel-wake" };

export interface LeafRenewalStep {
  readonly state: LeafRenewal;
  readonly effects: readonly LeafRenewalEffect[];
}

/**
 * Leaves are renewed between these parts of their life: early enough to outlast an authority that is away for hours,
 * and spread, so that proxies started together do not renew together.
 */
const earliestRenewal = 0.6;
const latestRenewal = 0.7;

const firstRetryMs = 1_000;
const longestRetryMs = 60_000;

/**
 * The longest sleep. Timers stand still while a machine is suspended and certificates do not, so the time is looked at
 * anew at least this often.
 */
const longestSleepMs = 60_000;

export const startLeafRenewal: LeafRenewalStep = {
  state: { kind: "signing", failures: 0 },
  effects: [{ kind: "sign" }],
};

export function stepLeafRenewal(state: LeafRenewal, event: LeafRenewalEvent): LeafRenewalStep {
  if (state.kind === "stopped") return { state, effects: [] };
  switch (event.kind) {
    case "signed":
      return sleep({ kind: "waiting", failures: 0, atMs: renewalTimeMs(event) }, event.nowMs);
    case "failed": {
      const failures = state.failures + 1;
      return sleep(
        { kind: "waiting", failures, atMs: event.nowMs + retryDelayMs(failures, event.fraction) },
        event.nowMs,
      );
    }
    case "woken":
      if (state.kind === "signing") return { state, effects: [] };
      if (event.nowMs < state.atMs) return sleep(state, event.nowMs);
      return { state: { kind: "signing", failures: state.failures }, effects: [{ kind: "sign" }] };
    case "stop":
      return { state: { kind: "stopped" }, effects: [{ kind: "cancel-wake" }] };
  }
}

function sleep(state: LeafRenewal & { kind: "waiting" }, nowMs: number): LeafRenewalStep {
  return { state, effects: [{ kind: "wake", afterMs: Math.min(state.atMs - nowMs, longestSleepMs) }] };
}

/** Counted from now and not from the certificate's start, which lies before its making. */
function renewalTimeMs(signed: { nowMs: number; notAfterMs: number; fraction: number }): number {
  const lifeMs = Math.max(0, signed.notAfterMs - signed.nowMs);
  // An authority that signs leaves without life must not be asked in a loop.
  return (
    signed.nowMs +
    Math.max(firstRetryMs, between(lifeMs * earliestRenewal, lifeMs * latestRenewal, signed.fraction))
  );
}

/** Doubling, up to a minute; half of it by chance, so that proxies that failed together do not retry together. */
function retryDelayMs(failures: number, fraction: number): number {
  const fullMs = Math.min(longestRetryMs, firstRetryMs * 2 ** (failures - 1));
  return between(fullMs / 2, fullMs, fraction);
}

/** Whole milliseconds, as timers count. */
function between(lowMs: number, highMs: number, fraction: number): number {
  return Math.round(lowMs + (highMs - lowMs) * fraction);
}
