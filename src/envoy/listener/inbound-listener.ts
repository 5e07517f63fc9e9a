import { isHttpLike } from "../../graph/mesh-graph.ts";
import type { Instance, MeshGraph, Service } from "../../graph/mesh-graph.ts";
import { originsOf } from "../../graph/service-settings.ts";
import { connectionsLog } from "../access-log.ts";
import { allowedCallers, anyWorkload } from "../authorization/allowed-callers.ts";
import { providersOf } from "../authorization/jwt/token-filter.ts";
import { seconds } from "../duration.ts";
import { defineResource } from "../define-resource.ts";
import type { FilterChain, Listener } from "../gen/envoy.config.listener.v3.ts";
import { clearTextName, inboundName } from "../names.ts";
import { typeUrls } from "../resource.ts";
import type { Resource } from "../resource.ts";
import { downstreamTls } from "../secret/tls-context.ts";
import { judgedFilters, unjudgedFilters } from "./inbound-filters.ts";
import { listenOn } from "./listen-on.ts";

/** Where other sidecars reach an instance: mutual TLS, the intentions, then the application on loopback. */
export function inboundListener(graph: MeshGraph, service: Service, instance: Instance): Resource {
  const name = inboundName(service.name);
  const http = isHttpLike(service.protocol);
  const deciding = http ? providersOf(graph, service) : (graph.intentions.get(service.name) ?? []);
  const { balanceInboundConnections: balance, ...settings } = service.settings;
  return defineResource({
    name,
    typeUrl: typeUrls.listener,
    message: {
      name,
      ...listenOn(instance.bind.address, instance.bind.port),
      traffic_direction: "INBOUND",
      ...(balance.value && { connection_balance_config: { exact_balance: {} } }),
      ...chains(graph, service),
      ...(!http && { access_log: [connectionsLog] }),
    },
    origins: [
      instance.range,
      ...deciding.map(({ range }) => range),
      ...originsOf([
        balance,
        settings.maxInboundConnections,
        settings.maxRequestHeadersKb,
        settings.handshakeTimeoutMs,
        settings.mutualTlsMode,
        settings.bindAddress,
        settings.bindPort,
        graph.settings.incomingTls,
      ]),
    ],
  });
}

type Chains = Pick<Listener, "filter_chains" | "listener_filters" | "listener_filters_timeout"> &
  Pick<Listener, "continue_on_listener_filters_timeout">;

/** How long a caller may say nothing until it is taken for one that waits for the application to speak first. */
const silenceMs = 1_000;

/** A permissive listener finds out by the first bytes whether a caller speaks TLS. */
function chains(graph: MeshGraph, service: Service): Chains {
  const judged = judgedChain(graph, service);
  if (service.settings.mutualTlsMode.value === "strict") return { filter_chains: [judged] };
  return {
    listener_filters: [
      {
        name: "envoy.filters.listener.tls_inspector",
        typed_config: {
          "@type": "type.googleapis.com/envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector",
        },
      },
    ],
    ...(!isHttpLike(service.protocol) && {
      listener_filters_timeout: seconds(silenceMs),
      continue_on_listener_filters_timeout: true,
    }),
    filter_chains: [
      { ...judged, filter_chain_match: { transport_protocol: "tls" } },
      {
        name: clearTextName(service.name),
        filter_chain_match: { transport_protocol: "raw_buffer" },
        filters: unjudgedFilters(graph, service),
      },
    ],
  };
}

function judgedChain(graph: MeshGraph, service: Service): FilterChain {
  const { settings } = graph;
  const callers = isHttpLike(service.protocol) ? anyWorkload(settings) : allowedCallers(graph, service);
  return {
    name: inboundName(service.name),
    filters: judgedFilters(graph, service),
    transport_socket: downstreamTls(callers, { protocol: service.protocol, tls: settings.incomingTls }),
    transport_socket_connect_timeout: seconds(service.settings.handshakeTimeoutMs.value),
  };
}
