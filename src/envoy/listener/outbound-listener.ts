import type { DiscoveryChain } from "../../graph/discovery-chain.ts";
import { isHttpLike } from "../../graph/mesh-graph.ts";
import type { MeshSettings, Upstream } from "../../graph/mesh-graph.ts";
import { connectionsLog } from "../access-log.ts";
import { splitClusterName } from "../cluster/split-cluster.ts";
import { defineResource } from "../define-resource.ts";
import type { Filter } from "../gen/envoy.config.listener.v3.ts";
import { faultFilter } from "../http-filter/fault.ts";
import { localRateLimitFilter } from "../http-filter/local-rate-limit.ts";
import { outboundName } from "../names.ts";
import { connectionHashPolicies } from "../route/hash-policy.ts";
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
  const balance = upstream.settings.balanceConnections;
  return defineResource({
    name,
    typeUrl: typeUrls.listener,
    message: {
      name,
      ...listenOn(upstream.localBindAddress, upstream.localBindPort),
      traffic_direction: "OUTBOUND",
      ...(balance && { connection_balance_config: { exact_balance: {} } }),
      filter_chains: [
        {
          name,
          filters: [
            isHttpLike(chain.protocol) ? httpFilter(name, settings) : tcpFilter(name, chain, settings),
          ],
        },
      ],
    },
    origins: [upstream.range, ...(balance?.range ? [balance.range] : [])],
  });
}

function httpFilter(name: string, settings: MeshSettings): Filter {
  return httpConnectionManager({
    routeConfigName: name,
    // Both do nothing unless a route tells them to: the listener stays as it is when faults and limits come and go.
    filters: [localRateLimitFilter, faultFilter],
    callerCertificate: { forward_client_cert_details: "SANITIZE" },
    normalization: settings.requestNormalization,
  });
}

/** A chain of tcp has one share: only http-like services can be split. */
function tcpFilter(name: string, chain: DiscoveryChain, settings: MeshSettings): Filter {
  const [split] = chain.splits;
  if (!split) throw new Error(`the chain of ${chain.service} has no target; its checks should have said so`);
  const hashPolicy = connectionHashPolicies(split.target);
  return {
    name: "envoy.filters.network.tcp_proxy",
    typed_config: {
      "@type": "type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy",
      stat_prefix: name,
      cluster: splitClusterName(split, settings),
      ...(hashPolicy.length > 0 && { hash_policy: hashPolicy }),
      access_log: [connectionsLog],
    },
  };
}
