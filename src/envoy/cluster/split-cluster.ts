import type { ChainDestination } from "../../graph/discovery-chain.ts";
import { failoverOrder } from "../../graph/locality.ts";
import type { Locality } from "../../graph/locality.ts";
import type { MeshSettings } from "../../graph/mesh-graph.ts";
import { originsOf } from "../../graph/upstream-settings.ts";
import type { UpstreamSettings } from "../../graph/upstream-settings.ts";
import { defineResource } from "../define-resource.ts";
import { seconds } from "../duration.ts";
import { failoverClusterName, targetClusterName } from "../names.ts";
import { typeUrls } from "../resource.ts";
import type { Resource } from "../resource.ts";
import { retryLimits } from "./resilience.ts";

/** The cluster that requests go to: the target's own, or the one that tries its failover targets too. */
export function splitClusterName(destination: ChainDestination, settings: MeshSettings): string {
  const name = targetClusterName(settings, destination.target);
  return destination.failover.length > 0 ? failoverClusterName(name) : name;
}

/** Where requests end, as a caller asked for it. */
export interface CalledDestination {
  readonly destination: ChainDestination;
  readonly settings: UpstreamSettings;
  /** Where the caller is, if the order of failover depends on it. */
  readonly viewpoint: Locality | undefined;
}

/**
 * The cluster that tries a target and, while it has no healthy instance, the failover targets in order. It holds no
 * instances itself: each target keeps its own cluster, with its own identity check and limits.
 */
export function failoverCluster(
  { destination, settings, viewpoint }: CalledDestination,
  mesh: MeshSettings,
): Resource {
  const { target, failover } = destination;
  const tried = [target, ...failoverOrder(target, failover, viewpoint)];
  const name = splitClusterName(destination, mesh);
  return defineResource({
    name,
    typeUrl: typeUrls.cluster,
    message: {
      name,
      connect_timeout: seconds(settings.connectTimeoutMs?.value ?? target.connectTimeoutMs),
      lb_policy: "CLUSTER_PROVIDED",
      cluster_type: {
        name: "envoy.clusters.aggregate",
        typed_config: {
          "@type": "type.googleapis.com/envoy.extensions.clusters.aggregate.v3.ClusterConfig",
          clusters: tried.map((one) => targetClusterName(mesh, one)),
        },
      },
      ...retryLimits(settings),
    },
    origins: [...target.origins, ...originsOf(settings)],
  });
}
