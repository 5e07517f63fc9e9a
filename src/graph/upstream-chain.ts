import type { DiscoveryChain } from "./discovery-chain.ts";
import { isHttpLike } from "./mesh-graph.ts";
import type { Upstream } from "./mesh-graph.ts";

/**
 * How an upstream's requests find instances: as all requests for the service do, unless the caller speaks another
 * protocol. Spoken to by tcp, requests cannot be told apart, and only the resolver counts.
 */
export function upstreamChain(
  { destination, settings }: Pick<Upstream, "destination" | "settings">,
  chains: ReadonlyMap<string, DiscoveryChain>,
): DiscoveryChain | undefined {
  const chain = chains.get(destination);
  const protocol = settings.protocol?.value;
  if (!chain || protocol === undefined || protocol === chain.protocol) return chain;
  if (isHttpLike(protocol)) return { ...chain, protocol };
  return { ...chain, protocol, routes: [], splits: chain.whole };
}
