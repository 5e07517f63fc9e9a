import { typeUrls, type Resource, type TypeUrl } from "../envoy/resource.ts";
import { factsOf } from "./resource-facts.ts";
import type { SendPhase } from "./send-order.ts";
import type { Survey } from "./standing.ts";
import { resourcesOf, type Need, type StreamState } from "./stream-state.ts";

/** What one response is to carry. */
export interface Batch {
  readonly resources: readonly Resource[];
  readonly removed: readonly string[];
}

const nothing: Batch = { resources: [], removed: [] };

/** What a phase may send now; empty while it has to wait. */
export function nextBatch(state: StreamState, phase: SendPhase, surveyed: Survey): Batch {
  switch (phase.kind) {
    case "update":
      return updates(state, phase.typeUrl, surveyed);
    case "emptied":
      return surveyed.busy ? nothing : { resources: surveyed.emptied, removed: [] };
    case "removal":
      return mayRemove(state, phase.typeUrl)
        ? { resources: [], removed: needed(state, phase.typeUrl, "removal") }
        : nothing;
  }
}

function updates(state: StreamState, typeUrl: TypeUrl, surveyed: Survey): Batch {
  const { batchLimit } = state.types[typeUrl];
  const sendable = surveyed.sendable[typeUrl];
  const absent = needed(state, typeUrl, "absence");
  if (typeUrl !== typeUrls.listener) return { resources: sendable.slice(0, batchLimit), removed: absent };
  const { vacating, free } = settleAddresses(state, sendable);
  if (vacating.length > 0) return { resources: [], removed: vacating };
  const resources = free.slice(0, batchLimit);
  return { resources, removed: [...absent, ...displaced(state, resources)] };
}

interface SettledAddresses {
  /** Listeners that are to be removed before anything is sent: they move, and others wait for where they are. */
  readonly vacating: readonly string[];
  /** Listeners for which nobody has to make room. */
  readonly free: readonly Resource[];
}

/**
 * Listeners that move to an address which another one is about to leave, as when two change places. Envoy refuses a
 * second listener on an address, and a response may not both remove and bring a listener: those that leave are
 * removed, and come back at their new address together with those that wait for the old one. One that leaves but
 * cannot be sent yet keeps its address, and the others wait.
 */
function settleAddresses(state: StreamState, sendable: readonly Resource[]): SettledAddresses {
  const leaving = leavingAt(state);
  if (leaving.size === 0) return { vacating: [], free: sendable };
  const names = new Set(sendable.map(({ name }) => name));
  const vacating = new Set<string>();
  const free = sendable.filter((listener) => {
    const inTheWay = leaving.get(factsOf(listener).address);
    if (inTheWay === undefined) return true;
    if (names.has(inTheWay)) vacating.add(inTheWay);
    return false;
  });
  return { vacating: [...vacating], free };
}

/** The listeners that the client is to have at another address than now, by where they are now. */
function leavingAt(state: StreamState): ReadonlyMap<string, string> {
  const { needs, held } = state.types[typeUrls.listener];
  const wanted = resourcesOf(state, typeUrls.listener);
  const leaving = new Map<string, string>();
  for (const [name, need] of needs) {
    const listener = need === "update" ? wanted.get(name) : undefined;
    const address = held.get(name)?.address;
    if (listener && address !== undefined && address !== factsOf(listener).address)
      leaving.set(address, name);
  }
  return leaving;
}

/**
 * Listeners on their way out whose address another one takes over: Envoy refuses a second listener on an address, but
 * within one response removes before it adds. Of listeners kept from an earlier stream the address is not known.
 */
function displaced(state: StreamState, incoming: readonly Resource[]): readonly string[] {
  if (incoming.length === 0) return [];
  const { held } = state.types[typeUrls.listener];
  const addresses = new Set(incoming.map((listener) => factsOf(listener).address));
  return needed(state, typeUrls.listener, "removal").filter((name) => {
    const address = held.get(name)?.address;
    return address === undefined || addresses.has(address);
  });
}

/** Types that lead traffic somewhere: none of them may still point at what is removed. */
const leading = [typeUrls.cluster, typeUrls.listener, typeUrls.route];

/** What has to be gone before resources of a type may go. */
const removedBefore: Readonly<Record<TypeUrl, readonly TypeUrl[]>> = {
  [typeUrls.listener]: [],
  [typeUrls.cluster]: [typeUrls.listener],
  [typeUrls.route]: [typeUrls.listener],
  [typeUrls.endpoint]: [typeUrls.cluster],
  [typeUrls.secret]: [typeUrls.cluster, typeUrls.listener],
};

function mayRemove(state: StreamState, typeUrl: TypeUrl): boolean {
  if (leading.some((leader) => has(state, leader, "update"))) return false;
  return removedBefore[typeUrl].every((earlier) => !has(state, earlier, "removal"));
}

function has(state: StreamState, typeUrl: TypeUrl, need: Need): boolean {
  for (const known of state.types[typeUrl].needs.values()) if (known === need) return true;
  return false;
}

function needed(state: StreamState, typeUrl: TypeUrl, need: Need): readonly string[] {
  const names: string[] = [];
  for (const [name, known] of state.types[typeUrl].needs) if (known === need) names.push(name);
  return names;
}
