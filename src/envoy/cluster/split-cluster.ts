import type { ChainSplit } from "../../graph/discovery-chain.ts";
import type { MeshSettings } from "../../graph/mesh-graph.ts";
import { defineResource } from "../define-resource.ts";
import { failoverClusterName, targetClusterName } from "../names.ts";
import { typeUrls } from "../resource.ts";
import type { Resource } from "../resource.ts";

/** The cluster a share of the requests goes to: the target's own, or the one that tries its failover targets too. */
export function splitClusterName(split: ChainSplit, settings: MeshSettings): string {
  const name = targetClusterName(settings, split.target);
  return split.failover.length > 0 ? failoverClusterName(name) : name;
}

/**
 * The cluster that tries a target and, while it has no healthy instance, the failover targets in order. It holds no
 * instances itself: each target keeps its own cluster, with its own identity check.
 */
export function failoverCluster(split: ChainSplit, settings: MeshSettings): Resource {
  const names = [split.target, ...split.failover].map((target) => targetClusterName(settings, target));
  const name = splitClusterName(split, settings);
  return defineResource({
    name,
    typeUrl: typeUrls.cluster,
    message: {
      name,
      connect_timeout: `${split.target.connectTimeoutMs / 1000}s`,
      lb_policy: "CLUSTER_PROVIDED",
      cluster_type: {
        name: "envoy.clusters.aggregate",
        typed_config: {
          "@type": "type.googleapis.com/envoy.extensions.clusters.aggregate.v3.ClusterConfig",
          clusters: names,
        },
      },
    },
    origins: [split.range, ...split.target.origins],
  });
}
