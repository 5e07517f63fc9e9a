import { isHttpLike } from "../../graph/mesh-graph.ts";
import type { Instance, MeshGraph, Service } from "../../graph/mesh-graph.ts";
import { connectionsLog } from "../access-log.ts";
import { allowedCallers, anyWorkload } from "../authorization/allowed-callers.ts";
import { authorizationMatcher, refuseAll } from "../authorization/authorization-matcher.ts";
import { defineResource } from "../define-resource.ts";
import type { Filter } from "../gen/envoy.config.listener.v3.ts";
import type { HttpFilter } from "../gen/envoy.extensions.filters.network.http_connection_manager.v3.ts";
import { inboundName, localApplicationCluster, noRouteOverrideDecision } from "../names.ts";
import { typeUrls } from "../resource.ts";
import type { Resource } from "../resource.ts";
import { downstreamTls } from "../secret/tls-context.ts";
import { listenOn } from "./listen-on.ts";
import { httpConnectionManager } from "./http-connection-manager.ts";

/** The filter whose rules each route of an http-like service overrides. */
export const httpAuthorizationFilter = "envoy.filters.http.rbac";

/** Where other sidecars reach an instance: mutual TLS, the intentions, then the application on loopback. */
export function inboundListener(graph: MeshGraph, service: Service, instance: Instance): Resource {
  const name = inboundName(service.name);
  const http = isHttpLike(service.protocol);
  const tcpRules = http ? [] : (graph.intentions.get(service.name) ?? []);
  return defineResource({
    name,
    typeUrl: typeUrls.listener,
    message: {
      name,
      ...listenOn(instance.address, instance.sidecarPort),
      traffic_direction: "INBOUND",
      filter_chains: [
        {
          name,
          filters: http ? [httpFilters(name)] : tcpFilters(graph, service),
          transport_socket: downstreamTls(
            http ? anyWorkload(graph.settings) : allowedCallers(graph, service),
            service.protocol,
          ),
        },
      ],
      ...(!http && { access_log: [connectionsLog] }),
    },
    origins: [instance.range, ...tcpRules.map(({ range }) => range)],
  });
}

/**
 * The listener itself refuses everything; each route brings the intentions. A route without them therefore answers
 * 403, and a change of intentions acts on live connections, since it touches the routes alone.
 */
function httpFilters(name: string): Filter {
  const authorization: HttpFilter = {
    name: httpAuthorizationFilter,
    typed_config: {
      "@type": "type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC",
      matcher: refuseAll(noRouteOverrideDecision),
    },
  };
  return httpConnectionManager({
    routeConfigName: name,
    filters: [authorization],
    callerCertificate: {
      forward_client_cert_details: "SANITIZE_SET",
      set_current_client_cert_details: { uri: true },
    },
  });
}

function tcpFilters(graph: MeshGraph, service: Service): readonly Filter[] {
  return [
    {
      name: "envoy.filters.network.rbac",
      typed_config: {
        "@type": "type.googleapis.com/envoy.extensions.filters.network.rbac.v3.RBAC",
        stat_prefix: inboundName(service.name),
        matcher: authorizationMatcher(graph.intentions.get(service.name) ?? [], graph.settings),
      },
    },
    {
      name: "envoy.filters.network.tcp_proxy",
      typed_config: {
        "@type": "type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy",
        stat_prefix: inboundName(service.name),
        cluster: localApplicationCluster,
      },
    },
  ];
}
