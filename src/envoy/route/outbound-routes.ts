import type { ChainSplit, DiscoveryChain } from "../../graph/discovery-chain.ts";
import type { MeshSettings } from "../../graph/mesh-graph.ts";
import { splitClusterName } from "../cluster/split-cluster.ts";
import { defineResource } from "../define-resource.ts";
import type { RouteAction } from "../gen/envoy.config.route.v3.ts";
import { outboundName } from "../names.ts";
import { typeUrls } from "../resource.ts";
import type { Resource } from "../resource.ts";

/** How an upstream's requests are shared out among its targets. */
export function outboundRoutes(chain: DiscoveryChain, settings: MeshSettings): Resource {
  const name = outboundName(chain.service);
  return defineResource({
    name,
    typeUrl: typeUrls.route,
    message: {
      name,
      virtual_hosts: [
        {
          name,
          domains: ["*"],
          routes: [{ name, match: { prefix: "/" }, route: routeAction(chain.splits, settings) }],
        },
      ],
      // The gate on acknowledged clusters is the agent's; Envoy's own check would refuse a whole revision over one.
      validate_clusters: false,
    },
    origins: chain.origins,
  });
}

function routeAction(splits: readonly ChainSplit[], settings: MeshSettings): RouteAction {
  const [only, ...others] = splits;
  if (only && others.length === 0) return { cluster: splitClusterName(only, settings) };
  return {
    weighted_clusters: {
      clusters: splits.map((split) => ({
        name: splitClusterName(split, settings),
        // Percent in steps of 0.01 become whole numbers.
        weight: Math.round(split.weight * 100),
      })),
    },
  };
}
