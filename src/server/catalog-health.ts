import type { Catalog } from "../catalog/catalog.ts";
import type { CatalogView, Instance, InstanceHealth } from "../graph/mesh-graph.ts";
import type { Clock } from "../platform/clock.ts";

/**
 * Long enough for every sidecar to have reported to an agent that was restarted: they report every two seconds and try
 * again within one when the agent is away.
 */
export const settlingMs = 10_000;

/**
 * The health of instances as the agent knows it. Soon after a start silence means nothing, so that an instance that
 * has not reported is `unknown`; later it is critical, as in Consul.
 */
export function catalogHealth(
  catalog: Catalog,
  clock: Clock,
): CatalogView & { readonly settlesAtMs: number } {
  const settlesAtMs = clock.now() + settlingMs;
  return {
    settlesAtMs,
    healthOf(instance: Instance): InstanceHealth {
      const health = catalog.health(
        instance.id,
        instance.checks.map(({ id }) => id),
      );
      return health === "unknown" && clock.now() >= settlesAtMs ? "critical" : health;
    },
  };
}
