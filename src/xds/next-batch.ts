import { typeUrls, type Resource, type TypeUrl } from "../envoy/resource.ts";
import { factsOf } from "./resource-facts.ts";
import type { SendPhase } from "./send-order.ts";
import type { Survey } from "./standing.ts";
import type { Need, StreamState } from "./stream-state.ts";

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
  const resources = surveyed.sendable[typeUrl].slice(0, state.types[typeUrl].batchLimit);
  const absent = needed(state, typeUrl, "absence");
  const removed = typeUrl === typeUrls.listener ? [...absent, ...displaced(state, resources)] : absent;
  return { resources, removed };
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
