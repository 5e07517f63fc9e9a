import { distanceBetween, localityKey } from "../../graph/locality.ts";
import type { Locality } from "../../graph/locality.ts";
import type { CatalogView, Instance, InstanceHealth, MeshSettings } from "../../graph/mesh-graph.ts";
import { Recollection } from "../../graph/recollection.ts";
import type { Target } from "../../graph/target.ts";
import { defineResource } from "../define-resource.ts";
import type { LbEndpoint, LocalityLbEndpoints } from "../gen/envoy.config.endpoint.v3.ts";
import { loadAssignmentName, targetClusterName } from "../names.ts";
import { typeUrls } from "../resource.ts";
import type { Resource } from "../resource.ts";
import type { TargetView } from "./target-view.ts";

/**
 * The instances of a target that requests may go to, nearest first if the callers prefer near ones. One that fails its
 * checks is left out altogether; one that warns has its own weight, and is left out where that is 0 or the subset asks
 * for passing ones only.
 */
export function clusterLoadAssignment(
  { target, viewpoint }: TargetView,
  settings: MeshSettings,
  catalog: CatalogView,
): Resource {
  const health = target.instances.map((instance) => catalog.healthOf(instance));
  const variant = viewpoint ? localityKey(viewpoint) : "";
  return rendered.recall({ owner: target, variant }, [settings, ...health], () =>
    render({ target, viewpoint }, settings, health),
  );
}

const rendered = new Recollection<Resource>();

/** With the health of each instance of the target, in their order. */
function render(
  { target, viewpoint }: TargetView,
  settings: MeshSettings,
  health: readonly InstanceHealth[],
): Resource {
  const name = loadAssignmentName(targetClusterName(settings, target), viewpoint);
  const usable = target.instances.flatMap((instance, position) => {
    const weight = weightOf(instance, health[position] ?? "unknown", target);
    return weight > 0 ? [{ instance, weight }] : [];
  });
  return defineResource({
    name,
    typeUrl: typeUrls.endpoint,
    message: {
      cluster_name: name,
      ...(usable.length > 0 && { endpoints: endpointGroups(usable, viewpoint), policy: useWhatIsLeft }),
    },
    origins: target.instances.map(({ range }) => range),
    provisional: health.includes("unknown"),
  });
}

/**
 * By Envoy's default a group hands requests over as soon as 30 percent of its instances are ill. Here the next group, or
 * the next target of a failover, gets requests only when the one before it has no healthy instance at all.
 */
const useWhatIsLeft = { overprovisioning_factor: 100_000 };

/** 0 for an instance that gets no requests. */
function weightOf({ weights }: Instance, health: InstanceHealth, { onlyPassing }: Target): number {
  if (health === "passing") return weights.passing;
  return health === "warning" && !onlyPassing ? weights.warning : 0;
}

interface WeighedInstance {
  readonly instance: Instance;
  readonly weight: number;
}

/** One group for all, or one for each locality, with priorities that follow the distance without a gap. */
function endpointGroups(
  usable: readonly WeighedInstance[],
  viewpoint: Locality | undefined,
): readonly LocalityLbEndpoints[] {
  if (!viewpoint) return [{ lb_endpoints: usable.map(toEndpoint) }];
  const placed = usable.map((weighed) => ({
    weighed,
    locality: weighed.instance.locality,
    distance: distanceBetween(viewpoint, weighed.instance.locality),
  }));
  const distances = [...new Set(placed.map(({ distance }) => distance))].sort((a, b) => a - b);
  return distances.flatMap((distance, priority) => {
    const near = placed.filter((one) => one.distance === distance);
    const byLocality = new Map(near.map(({ locality }) => [locality && localityKey(locality), locality]));
    return [...byLocality].map(([key, locality]): LocalityLbEndpoints => {
      const members = near.filter((one) => (one.locality && localityKey(one.locality)) === key);
      return {
        ...(locality && { locality: toLocality(locality) }),
        ...(priority > 0 && { priority }),
        lb_endpoints: members.map(({ weighed }) => toEndpoint(weighed)),
      };
    });
  });
}

function toLocality({ region, zone }: Locality): LocalityLbEndpoints["locality"] & object {
  return zone === undefined ? { region } : { region, zone };
}

function toEndpoint({ instance, weight }: WeighedInstance): LbEndpoint {
  return {
    endpoint: {
      address: { socket_address: { address: instance.address, port_value: instance.sidecarPort } },
    },
    ...(weight !== 1 && { load_balancing_weight: weight }),
  };
}
