import type { MeshGraph, Service } from "../../graph/mesh-graph.ts";
import type { Filter } from "../gen/envoy.config.listener.v3.ts";
import { auditPrefix, inboundName } from "../names.ts";
import { auditMatcher, authorizationMatcher } from "./authorization-matcher.ts";

/**
 * What judges the connections to a service of tcp. Envoy names only the decisions that are noted when a connection is
 * allowed, so they are noted for all rules.
 */
export function networkAuthorizationFilter({ intentions, settings }: MeshGraph, { name }: Service): Filter {
  const rules = intentions.get(name) ?? [];
  return {
    name: "envoy.filters.network.rbac",
    typed_config: {
      "@type": "type.googleapis.com/envoy.extensions.filters.network.rbac.v3.RBAC",
      stat_prefix: inboundName(name),
      matcher: authorizationMatcher(rules, settings),
      shadow_matcher: auditMatcher(rules, settings),
      shadow_rules_stat_prefix: auditPrefix,
    },
  };
}
