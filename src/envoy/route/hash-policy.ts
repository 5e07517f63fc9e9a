import { hashPoliciesOf } from "../../graph/load-balancer.ts";
import type { HashPolicy } from "../../graph/load-balancer.ts";
import type { Target } from "../../graph/target.ts";
import { seconds } from "../duration.ts";
import type { RouteAction_HashPolicy } from "../gen/envoy.config.route.v3.ts";
import type { HashPolicy as ConnectionHashPolicy } from "../gen/envoy.type.v3.ts";

/** By what of a request an instance of the target is chosen; a route that leads to it has to say so. */
export function hashPolicies({ loadBalancer }: Target): readonly RouteAction_HashPolicy[] {
  return hashPoliciesOf(loadBalancer).map((policy) => ({
    ...hashedPart(policy),
    ...(policy.terminal && { terminal: true }),
  }));
}

/** The same for a whole connection, which only has an address. */
export function connectionHashPolicies({ loadBalancer }: Target): readonly ConnectionHashPolicy[] {
  const bySource = hashPoliciesOf(loadBalancer).some(({ part }) => part.kind === "source_ip");
  return bySource ? [{ source_ip: {} }] : [];
}

function hashedPart({ part }: HashPolicy): RouteAction_HashPolicy {
  switch (part.kind) {
    case "source_ip":
      return { connection_properties: { source_ip: true } };
    case "header":
      return { header: { header_name: part.name } };
    case "query_parameter":
      return { query_parameter: { name: part.name } };
    case "cookie": {
      const { name, made } = part;
      // Envoy makes a cookie only where it is told a lifetime.
      if (!made) return { cookie: { name } };
      const path = made.path === undefined ? {} : { path: made.path };
      return { cookie: { name, ttl: seconds(made.ttlMs), ...path } };
    }
  }
}
