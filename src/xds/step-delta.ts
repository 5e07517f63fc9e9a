import { typeUrls, type ProxySnapshot, type Resource, type TypeUrl } from "../envoy/resource.ts";
import { applyAnswer } from "./acknowledgement.ts";
import type { DeltaEffect, DeltaEvent, DeltaRequest, DeltaStep } from "./delta-event.ts";
import { reassessNames, reassessType } from "./needs.ts";
import { nextBatch, type Batch } from "./next-batch.ts";
import { factsOf } from "./resource-facts.ts";
import { sendOrder } from "./send-order.ts";
import { survey } from "./standing.ts";
import {
  isKnownType,
  resourcesOf,
  withType,
  type Held,
  type StreamState,
  type TypeState,
} from "./stream-state.ts";
import { applySubscriptions, boundViolation } from "./subscription.ts";
import { verdict } from "./verdict.ts";

/** Types of which no snapshot has anything are remembered up to this number; what is asked beyond is not mentioned. */
const maxUnknownTypes = 32;

/**
 * One event in the life of an incremental ADS stream. Pure: the same state and event always give the same step.
 *
 * While nothing is known of a proxy, nothing is answered, so that it keeps what it has. Of each type, one response is
 * on its way at a time. Source: "Incremental xDS" and "Eventual consistency considerations" in
 * https://www.envoyproxy.io/docs/envoy/latest/api-docs/xds_protocol.
 */
export function stepDelta(state: StreamState, event: DeltaEvent): DeltaStep {
  switch (event.kind) {
    case "snapshot":
      return advance(withSnapshot(state, event.snapshot), []);
    case "request":
      return stepRequest(state, event.request);
  }
}

/** Only the types whose resources changed are looked at; snapshots share the maps of the others. */
function withSnapshot(state: StreamState, snapshot: ProxySnapshot | undefined): StreamState {
  const isNewAttempt = snapshot?.attempt !== state.snapshot?.attempt;
  let next: StreamState = { ...(isNewAttempt ? withoutRefusals(state) : state), snapshot };
  if (!snapshot) return next;
  for (const typeUrl of Object.values(typeUrls)) {
    const before = state.snapshot?.resources.get(typeUrl);
    const unchanged = state.snapshot !== undefined && before === snapshot.resources.get(typeUrl);
    if (!unchanged) next = reassessType(next, typeUrl);
  }
  return next;
}

/** What was refused may be sent again, and refused again, which is then news. */
function withoutRefusals(state: StreamState): StreamState {
  let next = state;
  for (const typeUrl of Object.values(typeUrls)) {
    const type = next.types[typeUrl];
    if (type.rejected.size === 0) continue;
    next = { ...withType(next, typeUrl, { ...type, rejected: new Map() }), reported: "" };
  }
  return next;
}

function stepRequest(state: StreamState, request: DeltaRequest): DeltaStep {
  const { typeUrl } = request;
  if (!isKnownType(typeUrl)) return noteUnknownType(state, typeUrl);
  const message = boundViolation(state.types[typeUrl], request);
  if (message !== undefined) return { state, effects: [{ kind: "violation", message }] };
  const answered = applyAnswer(state, typeUrl, request);
  const type = answered.state.types[typeUrl];
  const subscribed = applySubscriptions(typeUrl, type, request);
  const next =
    subscribed === type
      ? answered.state
      : reassessType(withType(answered.state, typeUrl, subscribed), typeUrl);
  return advance(next, answered.refusal ? [{ kind: "refused", ...answered.refusal }] : []);
}

function noteUnknownType(state: StreamState, typeUrl: string): DeltaStep {
  if (state.unknownTypes.has(typeUrl) || state.unknownTypes.size >= maxUnknownTypes)
    return { state, effects: [] };
  const unknownTypes = new Set(state.unknownTypes).add(typeUrl.slice(0, 200));
  return {
    state: { ...state, unknownTypes },
    effects: [{ kind: "unknown-type", typeUrl: typeUrl.slice(0, 200) }],
  };
}

/** Sends whatever may be sent now, in order, and tells how far the client has come. */
function advance(state: StreamState, before: readonly DeltaEffect[]): DeltaStep {
  if (!state.snapshot) return { state, effects: before };
  const effects = [...before];
  let next = state;
  let surveyed = survey(next);
  for (const phase of sendOrder) {
    if (next.types[phase.typeUrl].inFlight) continue;
    const batch = nextBatch(next, phase, surveyed);
    if (batch.resources.length === 0 && batch.removed.length === 0) continue;
    next = dispatch(next, phase.typeUrl, batch);
    effects.push({ kind: "send", typeUrl: phase.typeUrl, nonce: String(next.lastNonce), ...batch });
    // A cluster on its way changes what its endpoints need, in this very step.
    surveyed = survey(next);
  }
  return verdict(next, surveyed, effects);
}

function dispatch(state: StreamState, typeUrl: TypeUrl, { resources, removed }: Batch): StreamState {
  const lastNonce = state.lastNonce + 1;
  const type = state.types[typeUrl];
  const sent = new Map(resources.map((resource) => [resource.name, heldAfter(resource)]));
  const inFlight = { nonce: String(lastNonce), sent, removed };
  const next = withType({ ...state, lastNonce }, typeUrl, {
    ...type,
    inFlight,
    resend: without(type.resend, [...sent.keys(), ...removed]),
  });
  return typeUrl === typeUrls.cluster ? resendEndpoints(next, type, resources) : next;
}

function heldAfter(resource: Resource): Held {
  const { empty, address } = factsOf(resource);
  if (resource.typeUrl === typeUrls.endpoint) return { version: resource.version, empty };
  return resource.typeUrl === typeUrls.listener
    ? { version: resource.version, address }
    : { version: resource.version };
}

/**
 * A new version of a cluster starts without endpoints, and Envoy does not ask again for those it already has. Until
 * they come, it serves with the old version and withholds its acknowledgement. Before the first request for endpoints
 * it is not known which a client kept from an earlier stream.
 */
function resendEndpoints(state: StreamState, clusters: TypeState, sent: readonly Resource[]): StreamState {
  const changed = sent.filter(({ name, version }) => clusters.held.get(name)?.version !== version);
  const type = state.types[typeUrls.endpoint];
  const existing = resourcesOf(state, typeUrls.endpoint);
  // Even refused ones: to be refused again ends the cluster's wait at once, silence only after Envoy's fetch timeout.
  const known = [type.held, type.absent, type.rejected];
  const isAwaited = (name: string): boolean =>
    type.asked ? known.some((names) => names.has(name)) || isSent(type, name) : existing.has(name);
  const names = changed.flatMap((cluster) => factsOf(cluster).endpoints).filter(isAwaited);
  if (names.length === 0) return state;
  const resend = new Set([...type.resend, ...names]);
  return reassessNames(withType(state, typeUrls.endpoint, { ...type, resend }), typeUrls.endpoint, names);
}

function isSent(type: TypeState, name: string): boolean {
  return (
    type.inFlight !== undefined && (type.inFlight.sent.has(name) || type.inFlight.removed.includes(name))
  );
}

function without(names: ReadonlySet<string>, gone: readonly string[]): ReadonlySet<string> {
  if (names.size === 0) return names;
  const rest = new Set(names);
  for (const name of gone) rest.delete(name);
  return rest;
}
