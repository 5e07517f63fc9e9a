import { chainDestinations } from "../graph/discovery-chain.ts";
import type { DiscoveryChain } from "../graph/discovery-chain.ts";
import { viewpointOf } from "../graph/locality.ts";
import type { Locality } from "../graph/locality.ts";
import type { MeshGraph, Upstream } from "../graph/mesh-graph.ts";
import { targetKey } from "../graph/target.ts";
import type { CalledDestination } from "./cluster/split-cluster.ts";
import type { CalledTarget } from "./cluster/target-cluster.ts";

/** An upstream with the way its requests take. */
export interface CalledChain {
  readonly upstream: Upstream;
  readonly chain: DiscoveryChain;
}

/** What a caller needs clusters for. */
export interface CalledClusters {
  readonly targets: readonly CalledTarget[];
  /** Those with failover. */
  readonly destinations: readonly CalledDestination[];
  /** Whether callers elsewhere may need other ones. */
  readonly dependOnPlace: boolean;
}

/**
 * Every target behind a caller's upstreams, each once. A target that several upstreams lead to has the same settings in
 * all of them; a check sees to it.
 */
export function calledClusters(
  chains: readonly CalledChain[],
  caller: Locality | undefined,
  { services }: Pick<MeshGraph, "services">,
): CalledClusters {
  const targets = new Map<string, CalledTarget>();
  const destinations = new Map<string, CalledDestination>();
  const called = chains.flatMap(({ upstream: { settings }, chain }) =>
    chainDestinations(chain).map((destination) => ({ destination, settings })),
  );
  for (const { destination, settings } of called) {
    for (const target of [destination.target, ...destination.failover]) {
      const protocol = settings.protocol?.value ?? services.get(target.service)?.protocol ?? "tcp";
      const viewpoint = viewpointOf(target, caller);
      addOnce(targets, targetKey(target), { target, protocol, settings, viewpoint });
    }
    if (destination.failover.length === 0) continue;
    const byPlace = destination.target.failoverOrder.mode === "order-by-locality";
    const viewpoint = byPlace ? caller : undefined;
    addOnce(destinations, targetKey(destination.target), { destination, settings, viewpoint });
  }
  return {
    targets: [...targets.values()],
    destinations: [...destinations.values()],
    dependOnPlace: [...targets.values()].some(
      ({ target }) => target.prefersNear || target.failoverOrder.mode === "order-by-locality",
    ),
  };
}

function addOnce<T>(items: Map<string, T>, key: string, item: T): void {
  if (!items.has(key)) items.set(key, item);
}
