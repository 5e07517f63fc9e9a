import { isHttpLike } from "../../graph/mesh-graph.ts";
import type { MeshGraph, Service } from "../../graph/mesh-graph.ts";
import { arrivedRequestsLog } from "../access-log.ts";
import { httpAuthorizationFilters } from "../authorization/http-authorization.ts";
import { networkAuthorizationFilter } from "../authorization/network-authorization.ts";
import { faultFilter } from "../http-filter/fault.ts";
import { localRateLimitFilter } from "../http-filter/local-rate-limit.ts";
import type { Filter } from "../gen/envoy.config.listener.v3.ts";
import type { HttpFilter } from "../gen/envoy.extensions.filters.network.http_connection_manager.v3.ts";
import { clearTextName, inboundName, localApplicationCluster } from "../names.ts";
import { httpConnectionManager } from "./http-connection-manager.ts";
import type { HttpConnectionManagerOptions } from "./http-connection-manager.ts";

/** What callers with a certificate pass: the intentions, then the application. */
export function judgedFilters(graph: MeshGraph, service: Service): readonly Filter[] {
  const name = inboundName(service.name);
  if (!isHttpLike(service.protocol))
    return [...connectionLimit(name, service), networkAuthorizationFilter(graph, service), tcpProxy(name)];
  const callerCertificate: HttpConnectionManagerOptions["callerCertificate"] = graph.settings
    .withholdsCallerCertificate
    ? { forward_client_cert_details: "SANITIZE" }
    : { forward_client_cert_details: "SANITIZE_SET", set_current_client_cert_details: { uri: true } };
  return [
    ...connectionLimit(name, service),
    httpConnectionManager({
      ...httpOptions(graph, service),
      routeConfigName: name,
      filters: [...httpAuthorizationFilters(graph, service), ...routeFilters],
      callerCertificate,
      accessLog: arrivedRequestsLog,
    }),
  ];
}

/** What callers in clear text pass, who have no identity that an intention could judge. */
export function unjudgedFilters(graph: MeshGraph, service: Service): readonly Filter[] {
  const name = clearTextName(service.name);
  if (!isHttpLike(service.protocol)) return [...connectionLimit(name, service), tcpProxy(name)];
  return [
    ...connectionLimit(name, service),
    httpConnectionManager({
      ...httpOptions(graph, service),
      routeConfigName: name,
      filters: routeFilters,
      callerCertificate: { forward_client_cert_details: "SANITIZE" },
    }),
  ];
}

/** Behind the intentions, so that callers who are refused use up no limit. */
const routeFilters: readonly HttpFilter[] = [localRateLimitFilter, faultFilter];

function httpOptions(
  { settings }: MeshGraph,
  service: Service,
): Pick<HttpConnectionManagerOptions, "normalization" | "maxRequestHeadersKb"> {
  return {
    normalization: settings.requestNormalization,
    maxRequestHeadersKb: service.settings.maxRequestHeadersKb.value,
  };
}

/** Closes connections beyond the limit at once, before TLS; it stands first, so that they reach nothing behind it. */
function connectionLimit(name: string, { settings }: Service): readonly Filter[] {
  const { value: maxConnections } = settings.maxInboundConnections;
  if (maxConnections === undefined) return [];
  return [
    {
      name: "envoy.filters.network.connection_limit",
      typed_config: {
        "@type": "type.googleapis.com/envoy.extensions.filters.network.connection_limit.v3.ConnectionLimit",
        stat_prefix: name,
        max_connections: maxConnections,
      },
    },
  ];
}

function tcpProxy(name: string): Filter {
  return {
    name: "envoy.filters.network.tcp_proxy",
    typed_config: {
      "@type": "type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy",
      stat_prefix: name,
      cluster: localApplicationCluster,
    },
  };
}
