import type { TypeUrl } from "../envoy/resource.ts";
import type { DeltaRequest, Refusal } from "./delta-event.ts";
import { cleanNackMessage, mentionedResources } from "./nack-message.ts";
import { reassessNames } from "./needs.ts";
import {
  isSubscribed,
  withType,
  type Held,
  type InFlight,
  type StreamState,
  type TypeState,
} from "./stream-state.ts";

export interface Answered {
  readonly state: StreamState;
  readonly refusal?: Refusal;
}

/** Applies a request's answer to the response in flight; a stale nonce answers nothing. */
export function applyAnswer(state: StreamState, typeUrl: TypeUrl, request: DeltaRequest): Answered {
  const type = state.types[typeUrl];
  const { inFlight, ...settled } = type;
  if (!inFlight || request.nonce !== inFlight.nonce) return { state };
  const touched = [...inFlight.sent.keys(), ...inFlight.removed];
  if (request.error === undefined) {
    return { state: reassessNames(withType(state, typeUrl, accepted(settled, inFlight)), typeUrl, touched) };
  }
  const { next, refusal } = refused(settled, { typeUrl, inFlight, message: cleanNackMessage(request.error) });
  return { state: reassessNames(withType(state, typeUrl, next), typeUrl, touched), refusal };
}

function accepted(type: TypeState, inFlight: InFlight): TypeState {
  const held = new Map(type.held);
  const rejected = new Map(type.rejected);
  const absent = new Set(type.absent);
  for (const [name, sent] of inFlight.sent) {
    // Given up while the response was on its way: the client has dropped it.
    if (isSubscribed(type, name)) held.set(name, sent);
    rejected.delete(name);
    absent.delete(name);
  }
  noteRemoved(type, inFlight, { held, absent });
  return { ...type, held, rejected, absent, batchLimit: type.batchLimit * 2 };
}

interface RefusedResponse {
  readonly typeUrl: TypeUrl;
  readonly inFlight: InFlight;
  readonly message: string;
}

function refused(
  type: TypeState,
  { typeUrl, inFlight, message }: RefusedResponse,
): { next: TypeState; refusal: Refusal } {
  const names = [...inFlight.sent.keys()];
  const mentioned = mentionedResources(message, names);
  const blamed = mentioned.length > 0 || names.length > 1 ? mentioned : names;
  const refusal = {
    typeUrl,
    resources: mentioned.length > 0 ? mentioned : [...names, ...inFlight.removed],
    message,
  };
  const held = new Map(type.held);
  const absent = new Set(type.absent);
  const rejected = new Map(type.rejected);
  for (const name of blamed) rejected.set(name, { version: inFlight.sent.get(name)?.version ?? "", message });
  for (const name of names) {
    // Envoy applies what it can of a response that it refuses, so what the client has now is not known.
    if (!rejected.has(name) && isSubscribed(type, name)) held.set(name, { version: "" });
  }
  // A removal refused together with resources may be their fault and is tried again; one refused alone is not.
  if (names.length === 0) noteRemoved(type, inFlight, { held, absent });
  const batchLimit = blamed.length > 0 ? type.batchLimit : Math.max(1, Math.ceil(names.length / 2));
  return {
    next: { ...type, held, absent, rejected, batchLimit: names.length === 0 ? type.batchLimit : batchLimit },
    refusal,
  };
}

interface Knowledge {
  readonly held: Map<string, Held>;
  readonly absent: Set<string>;
}

function noteRemoved(type: TypeState, inFlight: InFlight, { held, absent }: Knowledge): void {
  for (const name of inFlight.removed) {
    held.delete(name);
    if (type.names.has(name)) absent.add(name);
  }
}
