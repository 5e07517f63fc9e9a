import type { TypeUrl } from "../envoy/resource.ts";
import type { DeltaRequest } from "./delta-event.ts";
import { allowsWildcard, isSubscribed, type Held, type TypeState } from "./stream-state.ts";

/** The most names one stream may subscribe to, and bring along, per type: far above any mesh, far below harm. */
export const maxNamesPerType = 100_000;

/** The longest name, and the longest version, in UTF-16 code units. */
export const maxNameLength = 2_048;

/** Why a request cannot be honoured within the bounds; undefined when it can. */
export function boundViolation(type: TypeState, request: DeltaRequest): string | undefined {
  const { subscribe, unsubscribe, initialVersions } = request;
  if (type.names.size + subscribe.length > maxNamesPerType || initialVersions.size > maxNamesPerType) {
    return `A stream may subscribe to at most ${maxNamesPerType} resources of a type (${request.typeUrl}).`;
  }
  const tooLong = (text: string): boolean => text.length > maxNameLength;
  const versions = type.asked ? [] : [...initialVersions].flat();
  if (subscribe.some(tooLong) || unsubscribe.some(tooLong) || versions.some(tooLong)) {
    return `A resource name or version may have at most ${maxNameLength} characters (${request.typeUrl}).`;
  }
  return undefined;
}

/**
 * A request's subscription changes, by the rules of "Incremental xDS" in Envoy's xDS protocol description
 * (https://www.envoyproxy.io/docs/envoy/latest/api-docs/xds_protocol).
 */
export function applySubscriptions(typeUrl: TypeUrl, type: TypeState, request: DeltaRequest): TypeState {
  if (type.asked && request.subscribe.length === 0 && request.unsubscribe.length === 0) return type;
  const wildcard = wildcardAfter(typeUrl, type, request);
  return subscribe(unsubscribe({ ...type, asked: true, wildcard }, type.wildcard, request), type, request);
}

function wildcardAfter(typeUrl: TypeUrl, type: TypeState, request: DeltaRequest): boolean {
  if (!allowsWildcard(typeUrl)) return false;
  if (request.subscribe.includes("*")) return true;
  if (request.unsubscribe.includes("*")) return false;
  // A first request without names is the older way to say "*".
  return type.asked ? type.wildcard : request.subscribe.length === 0;
}

/** A name given up is forgotten, unless the wildcard still covers it: then the client must learn what it is now. */
function unsubscribe(type: TypeState, wasWildcard: boolean, request: DeltaRequest): TypeState {
  const dropsWildcard = wasWildcard && !type.wildcard;
  if (request.unsubscribe.length === 0 && !dropsWildcard) return type;
  const names = new Set(type.names);
  const next = {
    names,
    held: new Map(type.held),
    absent: new Set(type.absent),
    rejected: new Map(type.rejected),
    resend: new Set(type.resend),
  };
  const forget = (name: string): void => {
    for (const known of [next.held, next.rejected, next.resend]) known.delete(name);
  };
  for (const name of request.unsubscribe) {
    if (!names.delete(name)) continue;
    next.absent.delete(name);
    if (type.wildcard) next.resend.add(name);
    else forget(name);
  }
  if (dropsWildcard) for (const name of type.held.keys()) if (!names.has(name)) forget(name);
  return { ...type, ...next };
}

function subscribe(type: TypeState, before: TypeState, request: DeltaRequest): TypeState {
  return before.asked ? subscribeMore(type, request) : subscribeFirst(type, request);
}

/** A type's first request also says what the client kept from an earlier stream; that is not sent again. */
function subscribeFirst(type: TypeState, request: DeltaRequest): TypeState {
  const names = new Set(request.subscribe);
  names.delete("*");
  const next = { ...type, names };
  const held = new Map<string, Held>();
  for (const [name, version] of request.initialVersions)
    if (isSubscribed(next, name)) held.set(name, { version });
  return { ...next, held, resend: new Set([...type.resend].filter((name) => isSubscribed(next, name))) };
}

/**
 * A name the client has, and asks for again, it has lost: it is sent again. Not when the response is still on its way,
 * as with the second of two secret requests that Envoy sends before the first reply.
 */
function subscribeMore(type: TypeState, request: DeltaRequest): TypeState {
  const names = new Set(type.names);
  const resend = new Set(type.resend);
  const rejected = new Map(type.rejected);
  for (const name of request.subscribe) {
    if (name === "*") continue;
    const isKnown = names.has(name) || type.held.has(name);
    names.add(name);
    if (isOnItsWay(type, name)) continue;
    rejected.delete(name);
    if (isKnown) resend.add(name);
  }
  return { ...type, names, resend, rejected };
}

function isOnItsWay({ inFlight }: TypeState, name: string): boolean {
  return inFlight !== undefined && (inFlight.sent.has(name) || inFlight.removed.includes(name));
}
