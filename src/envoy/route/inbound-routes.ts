import type { MeshGraph, Service } from "../../graph/mesh-graph.ts";
import { authorizationMatcher } from "../authorization/authorization-matcher.ts";
import { defineResource } from "../define-resource.ts";
import { httpAuthorizationFilter } from "../listener/inbound-listener.ts";
import { inboundName, localApplicationCluster } from "../names.ts";
import { typeUrls } from "../resource.ts";
import type { Resource } from "../resource.ts";

/** What happens to a request that arrived: the intentions, then the application. */
export function inboundRoutes(graph: MeshGraph, service: Service): Resource {
  const name = inboundName(service.name);
  const rules = graph.intentions.get(service.name) ?? [];
  return defineResource({
    name,
    typeUrl: typeUrls.route,
    message: {
      name,
      virtual_hosts: [
        {
          name,
          domains: ["*"],
          routes: [
            {
              name,
              match: { prefix: "/" },
              route: { cluster: localApplicationCluster },
              typed_per_filter_config: {
                [httpAuthorizationFilter]: {
                  "@type": "type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBACPerRoute",
                  rbac: { matcher: authorizationMatcher(rules, graph.settings) },
                },
              },
            },
          ],
        },
      ],
    },
    origins: [service.range, ...rules.map(({ range }) => range)],
  });
}
