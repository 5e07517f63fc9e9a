import type { LoadBalancer } from "../../graph/load-balancer.ts";
import type { Cluster } from "../gen/envoy.config.cluster.v3.ts";

/** How a cluster chooses among its instances. */
export function loadBalancing(
  balancer: LoadBalancer,
): Pick<Cluster, "lb_policy" | "least_request_lb_config" | "ring_hash_lb_config"> {
  switch (balancer.policy) {
    case "random":
      return { lb_policy: "RANDOM" };
    case "round_robin":
      return { lb_policy: "ROUND_ROBIN" };
    case "maglev":
      return { lb_policy: "MAGLEV" };
    case "least_request": {
      const { choiceCount } = balancer;
      return {
        lb_policy: "LEAST_REQUEST",
        ...(choiceCount !== undefined && { least_request_lb_config: { choice_count: choiceCount } }),
      };
    }
    case "ring_hash": {
      const { minimumRingSize: minimum, maximumRingSize: maximum } = balancer;
      const sizes = {
        ...(minimum !== undefined && { minimum_ring_size: minimum }),
        ...(maximum !== undefined && { maximum_ring_size: maximum }),
      };
      return {
        lb_policy: "RING_HASH",
        ...(Object.keys(sizes).length > 0 && { ring_hash_lb_config: sizes }),
      };
    }
  }
}
