import type { Cluster } from "../../envoy/gen/envoy.config.cluster.v3.ts";
import type { HealthStatus } from "../../envoy/gen/envoy.config.core.v3.ts";
import type { ClusterLoadAssignment, LocalityLbEndpoints } from "../../envoy/gen/envoy.config.endpoint.v3.ts";
import { priorityLoads } from "./priority-load.ts";

/** An instance that a cluster may send a request to. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
  /** Counted through all members of a cluster of clusters. */
  readonly priority: number;
  readonly health: HealthStatus;
  /** `region/zone/sub-zone`, as far as given; empty without one. */
  readonly locality: string;
  /** The cluster it is an instance of, which for a cluster of clusters is one of its members. */
  readonly cluster: string;
}

export interface EndpointShare {
  readonly endpoint: Endpoint;
  /** From 0 to 1, of the cluster's requests; 0 for one that stands by. */
  readonly share: number;
}

/** A cluster of instances, with what is known of those. */
export interface Member {
  readonly cluster: Cluster;
  readonly assignment: ClusterLoadAssignment;
}

/**
 * How a cluster shares its requests out among its instances: by priority, locality where the cluster heeds it, and
 * weight. A policy that picks by load or by hash comes to these shares over many different requests.
 */
export function endpointShares(members: readonly Member[]): readonly EndpointShare[] {
  const groups = members.flatMap(priorityGroups);
  const [first] = members;
  if (!first) return [];
  const loads = priorityLoads(
    groups.map(({ localities }) => healthOf(localities)),
    {
      overprovisioning: first.assignment.policy?.overprovisioning_factor ?? 140,
      panicThreshold: Number(first.cluster.common_lb_config?.healthy_panic_threshold?.value ?? 50),
    },
  );
  return groups.flatMap((group, priority) => {
    const load = loads[priority] ?? { share: 0, isInPanic: false };
    return groupShares(group, { ...load, priority });
  });
}

interface PriorityGroup {
  readonly cluster: Cluster;
  readonly localities: readonly LocalityLbEndpoints[];
}

function priorityGroups({ cluster, assignment }: Member): readonly PriorityGroup[] {
  const byPriority = new Map<number, LocalityLbEndpoints[]>();
  for (const locality of assignment.endpoints ?? []) {
    const priority = locality.priority ?? 0;
    byPriority.set(priority, [...(byPriority.get(priority) ?? []), locality]);
  }
  return [...byPriority].sort(([a], [b]) => a - b).map(([, localities]) => ({ cluster, localities }));
}

function healthOf(localities: readonly LocalityLbEndpoints[]): {
  readonly healthy: number;
  readonly total: number;
} {
  const endpoints = localities.flatMap(({ lb_endpoints = [] }) => lb_endpoints);
  return {
    healthy: endpoints.filter(({ health_status }) => isHealthy(health_status ?? "UNKNOWN")).length,
    total: endpoints.length,
  };
}

interface GroupLoad {
  readonly share: number;
  readonly isInPanic: boolean;
  readonly priority: number;
}

function groupShares({ cluster, localities }: PriorityGroup, load: GroupLoad): readonly EndpointShare[] {
  const candidates = localities.flatMap((place) =>
    (place.lb_endpoints ?? []).map(({ endpoint, health_status = "UNKNOWN", load_balancing_weight = 1 }) => {
      const { address = "", port_value = 0 } = endpoint?.address?.socket_address ?? {};
      const weight = load.isInPanic || isHealthy(health_status) ? load_balancing_weight : 0;
      const locality = localityName(place);
      const { name = "" } = cluster;
      return {
        place,
        weight,
        endpoint: {
          address,
          port: port_value,
          priority: load.priority,
          health: health_status,
          locality,
          cluster: name,
        },
      };
    }),
  );
  const weightOf = (entries: typeof candidates): number =>
    entries.reduce((sum, { weight }) => sum + weight, 0);
  if (!heedsLocalities(cluster)) {
    const total = weightOf(candidates);
    return candidates.map(({ endpoint, weight }) => ({
      endpoint,
      share: total === 0 ? 0 : (load.share * weight) / total,
    }));
  }
  const usable = localities.filter(
    (place) => weightOf(candidates.filter((entry) => entry.place === place)) > 0,
  );
  const total = usable.reduce((sum, { load_balancing_weight = 0 }) => sum + load_balancing_weight, 0);
  return candidates.map(({ endpoint, weight, place }) => {
    const within = weightOf(candidates.filter((entry) => entry.place === place));
    const placeShare = total === 0 ? 0 : (place.load_balancing_weight ?? 0) / total;
    return { endpoint, share: within === 0 ? 0 : (load.share * placeShare * weight) / within };
  });
}

function heedsLocalities({ common_lb_config, load_balancing_policy }: Cluster): boolean {
  return (
    common_lb_config?.locality_weighted_lb_config !== undefined ||
    (load_balancing_policy?.policies ?? []).some(({ typed_extension_config }) =>
      typed_extension_config?.typed_config?.["@type"].endsWith(".WrrLocality"),
    )
  );
}

function localityName({ locality = {} }: LocalityLbEndpoints): string {
  return [locality.region, locality.zone, locality.sub_zone].filter(Boolean).join("/");
}

/** An instance of which nothing bad is known is as good as a healthy one. */
function isHealthy(status: HealthStatus): boolean {
  return status === "UNKNOWN" || status === "HEALTHY" || status === "DEGRADED";
}
