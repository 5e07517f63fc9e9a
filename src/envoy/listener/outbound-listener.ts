import type { DiscoveryChain } from "../../graph/discovery-chain.ts";
import { isHttpLike } from "../../graph/mesh-graph.ts";
import type { MeshSettings, Upstream } from "../../graph/mesh-graph.ts";
import { connectionsLog } from "../access-log.ts";
import { splitClusterName } from "../cluster/split-cluster.ts";
import { defineResource } from "../define-resource.ts";
import type { Filter } from "../gen/envoy.config.listener.v3.ts";
import { outboundName } from "../names.ts";
import { typeUrls } from "../resource.ts";
import type { Resource } from "../resource.ts";
import { listenOn } from "./listen-on.ts";
import { httpConnectionManager } from "./http-connection-manager.ts";

/** Where the application's calls to an upstream arrive, on its own machine. */
export function outboundListener(
  upstream: Upstream,
  chain: DiscoveryChain,
  settings: MeshSettings,
): Resource {
  const name = outboundName(upstream.destination);
  return defineResource({
    name,
    typeUrl: typeUrls.listener,
    message: {
      name,
      ...listenOn(upstream.localBindAddress, upstream.localBindPort),
      traffic_direction: "OUTBOUND",
      filter_chains: [
        { name, filters: [isHttpLike(chain.protocol) ? httpFilter(name) : tcpFilter(name, chain, settings)] },
      ],
    },
    origins: [upstream.range],
  });
}

function httpFilter(name: string): Filter {
  return httpConnectionManager({
    routeConfigName: name,
    filters: [],
    callerCertificate: { forward_client_cert_details: "SANITIZE" },
  });
}

/** A chain of tcp has one share: only http-like services can be split. */
function tcpFilter(name: string, chain: DiscoveryChain, settings: MeshSettings): Filter {
  const [split] = chain.splits;
  if (!split) throw new Error(`the chain of ${chain.service} has no target; its checks should have said so`);
  return {
    name: "envoy.filters.network.tcp_proxy",
    typed_config: {
      "@type": "type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy",
      stat_prefix: name,
      cluster: splitClusterName(split, settings),
      access_log: [connectionsLog],
    },
  };
}
