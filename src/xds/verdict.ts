import { typeUrls, type TypeUrl } from "../envoy/resource.ts";
import type { DeltaEffect, DeltaStep, Refusal } from "./delta-event.ts";
import type { Survey } from "./standing.ts";
import type { StreamState, TypeState } from "./stream-state.ts";

/** Adds, once each, whether the client has come to hold the snapshot, or will not because it refused a part of it. */
export function verdict(state: StreamState, surveyed: Survey, effects: readonly DeltaEffect[]): DeltaStep {
  const types = Object.values(state.types);
  // Before its first request, nothing is known of what a client holds.
  if (!state.snapshot || !types.some((type) => type.asked)) return { state, effects };
  if (types.some((type) => type.inFlight)) return { state, effects };
  const { revision } = state.snapshot;
  if (types.every((type) => type.needs.size === 0))
    return tell(state, effects, { kind: "acknowledged", revision });
  const refusal = standingRefusal(state);
  if (!refusal) return { state, effects };
  return tell(state, effects, { kind: "rejected", revision, ...refusal, held: surveyed.held });
}

type Fact = Extract<DeltaEffect, { kind: "acknowledged" | "rejected" }>;

function tell(state: StreamState, effects: readonly DeltaEffect[], fact: Fact): DeltaStep {
  const reported =
    fact.kind === "acknowledged"
      ? `acknowledged ${fact.revision}`
      : `rejected ${fact.revision} ${fact.typeUrl} ${fact.resources.length} ${fact.held.length} ${fact.message}`;
  if (reported === state.reported) return { state, effects };
  return { state: { ...state, reported }, effects: [...effects, fact] };
}

/** The first type with refused resources, in the order in which traffic depends on them, and what one refusal named. */
function standingRefusal(state: StreamState): Refusal | undefined {
  const order = [typeUrls.secret, typeUrls.cluster, typeUrls.endpoint, typeUrls.listener, typeUrls.route];
  for (const typeUrl of order) {
    const refusal = refusalOf(typeUrl, state.types[typeUrl]);
    if (refusal) return refusal;
  }
  return undefined;
}

function refusalOf(typeUrl: TypeUrl, type: TypeState): Refusal | undefined {
  const refused = [...type.rejected].filter(([name]) => type.needs.get(name) === "update");
  const message = refused[0]?.[1].message;
  if (message === undefined) return undefined;
  const resources = refused.filter(([, rejected]) => rejected.message === message).map(([name]) => name);
  return { typeUrl, resources, message };
}
