import type { CatalogView, InstanceHealth, MeshSettings } from "../../graph/mesh-graph.ts";
import type { Target } from "../../graph/target.ts";
import { defineResource } from "../define-resource.ts";
import { targetClusterName } from "../names.ts";
import { typeUrls } from "../resource.ts";
import type { Resource } from "../resource.ts";

/**
 * The instances of a target that requests may go to. One that fails its checks is left out altogether; one that warns
 * stays, unless the subset asks for passing ones only.
 */
export function clusterLoadAssignment(
  target: Target,
  settings: MeshSettings,
  catalog: CatalogView,
): Resource {
  const name = targetClusterName(settings, target);
  const health = target.instances.map((instance) => ({ instance, health: catalog.healthOf(instance) }));
  const usable = health.filter((entry) => isUsable(entry.health, target));
  return defineResource({
    name,
    typeUrl: typeUrls.endpoint,
    message: {
      cluster_name: name,
      ...(usable.length > 0 && {
        endpoints: [
          {
            lb_endpoints: usable.map(({ instance }) => ({
              endpoint: {
                address: { socket_address: { address: instance.address, port_value: instance.sidecarPort } },
              },
            })),
          },
        ],
      }),
    },
    origins: target.instances.map(({ range }) => range),
    provisional: health.some((entry) => entry.health === "unknown"),
  });
}

function isUsable(health: InstanceHealth, { onlyPassing }: Target): boolean {
  return health === "passing" || (health === "warning" && !onlyPassing);
}
