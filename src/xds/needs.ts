import { typeUrls, type Resource, type TypeUrl } from "../envoy/resource.ts";
import { factsOf } from "./resource-facts.ts";
import { allowsWildcard, isSubscribed, resourcesOf, withType } from "./stream-state.ts";
import type { Need, StreamState, TypeState } from "./stream-state.ts";

/** Compares all of a type's resources with what the client holds: after a new snapshot or changed subscriptions. */
export function reassessType(state: StreamState, typeUrl: TypeUrl): StreamState {
  const type = state.types[typeUrl];
  if (!state.snapshot) return state;
  const resources = resourcesOf(state, typeUrl);
  const needs = new Map<string, Need>();
  for (const name of resources.keys()) noteNeed(needs, name, needFor(typeUrl, type, { name, resources }));
  for (const names of [type.held.keys(), type.names, type.resend, type.inFlight?.sent.keys() ?? []]) {
    for (const name of names) {
      if (!resources.has(name)) noteNeed(needs, name, needFor(typeUrl, type, { name, resources }));
    }
  }
  const held = typeUrl === typeUrls.listener ? located(type.held, resources) : type.held;
  return withType(state, typeUrl, { ...type, held, needs, rejected: stillCurrent(type, resources) });
}

/** Of listeners kept from an earlier stream the client tells the versions alone: equal ones listen at equal addresses. */
function located(held: TypeState["held"], resources: ReadonlyMap<string, Resource>): TypeState["held"] {
  const found = [...held].flatMap(([name, known]) => {
    const resource = resources.get(name);
    const isKnown = known.address === undefined && resource?.version === known.version;
    return isKnown ? [[name, { ...known, address: factsOf(resource).address }] as const] : [];
  });
  return found.length === 0 ? held : new Map([...held, ...found]);
}

/** The same for a few names: after an acknowledgement, the cost follows what was acknowledged. */
export function reassessNames(state: StreamState, typeUrl: TypeUrl, names: Iterable<string>): StreamState {
  const type = state.types[typeUrl];
  if (!state.snapshot) return state;
  const resources = resourcesOf(state, typeUrl);
  const needs = new Map(type.needs);
  for (const name of names) noteNeed(needs, name, needFor(typeUrl, type, { name, resources }));
  return withType(state, typeUrl, { ...type, needs });
}

function noteNeed(needs: Map<string, Need>, name: string, need: Need | undefined): void {
  if (need) needs.set(name, need);
  else needs.delete(name);
}

interface Subject {
  readonly name: string;
  readonly resources: ReadonlyMap<string, Resource>;
}

function needFor(typeUrl: TypeUrl, type: TypeState, { name, resources }: Subject): Need | undefined {
  const resource = resources.get(name);
  if (resource) return isDelivered(typeUrl, type, resource) ? undefined : "update";
  if (type.asked && type.resend.has(name)) return "absence";
  if (type.held.has(name) || type.inFlight?.sent.has(name)) return "removal";
  return type.names.has(name) && !type.absent.has(name) ? "absence" : undefined;
}

function isDelivered(typeUrl: TypeUrl, type: TypeState, resource: Resource): boolean {
  const { name, version, provisional } = resource;
  // A client that asked for some clusters or listeners by name does not want the others.
  if (allowsWildcard(typeUrl) && type.asked && !isSubscribed(type, name)) return true;
  if (type.inFlight?.sent.has(name) || type.resend.has(name)) return false;
  const held = type.held.get(name);
  if (!held || !isSubscribed(type, name)) return false;
  return held.version === version || (provisional === true && held.version !== "");
}

function stillCurrent(type: TypeState, resources: ReadonlyMap<string, Resource>): TypeState["rejected"] {
  if (type.rejected.size === 0) return type.rejected;
  return new Map(
    [...type.rejected].filter(([name, { version }]) => resources.get(name)?.version === version),
  );
}
