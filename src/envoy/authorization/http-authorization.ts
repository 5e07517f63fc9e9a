import type { IntentionRule } from "../../graph/intention-rule.ts";
import type { MeshGraph, Service } from "../../graph/mesh-graph.ts";
import type { RBAC } from "../gen/envoy.extensions.filters.http.rbac.v3.ts";
import type { HttpFilter } from "../gen/envoy.extensions.filters.network.http_connection_manager.v3.ts";
import type { TypedPerFilterConfig } from "../http-filter/per-route-config.ts";
import { auditPrefix, noRouteOverrideDecision } from "../names.ts";
import { auditMatcher, authorizationMatcher, refuseAll } from "./authorization-matcher.ts";
import type { AuthorizationSettings } from "./authorization-matcher.ts";
import { providersOf, tokenFilters } from "./jwt/token-filter.ts";
import { copyPath, pathMetadataFilter } from "./path-metadata.ts";

/** The filter whose rules each route of an http-like service overrides, and the namespace of its decisions. */
export const httpAuthorizationFilter = "envoy.filters.http.rbac";

/**
 * What judges the requests to an http-like service, in order. The listener itself refuses everything; each route brings
 * the intentions. A route without them therefore answers 403, and a change of intentions acts on live connections, since
 * it touches the routes alone.
 */
export function httpAuthorizationFilters(graph: MeshGraph, service: Service): readonly HttpFilter[] {
  return [
    ...tokenFilters(providersOf(graph, service)),
    pathMetadataFilter,
    {
      name: httpAuthorizationFilter,
      typed_config: {
        "@type": "type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC",
        matcher: refuseAll(noRouteOverrideDecision),
        // Envoy counts what routes have it note under the listener's name for it.
        shadow_rules_stat_prefix: auditPrefix,
      },
    },
  ];
}

/** What routes bring to those filters: the intentions about a service. */
export function httpAuthorizationOfRoute(graph: MeshGraph, service: Service): TypedPerFilterConfig {
  const rules = graph.intentions.get(service.name) ?? [];
  return {
    ...(rules.some(matchesPathsByRegex) && copyPath),
    [httpAuthorizationFilter]: {
      "@type": "type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBACPerRoute",
      rbac: rulesOf(rules, graph.settings),
    },
  };
}

function rulesOf(rules: readonly IntentionRule[], settings: AuthorizationSettings): RBAC {
  return {
    matcher: authorizationMatcher(rules, settings),
    ...(rules.some(({ enforcement }) => enforcement === "audit") && {
      shadow_matcher: auditMatcher(rules, settings),
      shadow_rules_stat_prefix: auditPrefix,
    }),
  };
}

function matchesPathsByRegex({ decision }: IntentionRule): boolean {
  return decision.kind === "permissions" && decision.permissions.some(({ path }) => path?.kind === "regex");
}
