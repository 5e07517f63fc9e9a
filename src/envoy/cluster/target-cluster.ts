import type { MeshSettings, Protocol } from "../../graph/mesh-graph.ts";
import type { Target } from "../../graph/target.ts";
import { defineResource } from "../define-resource.ts";
import { spiffeId, targetClusterName } from "../names.ts";
import { typeUrls } from "../resource.ts";
import type { Resource } from "../resource.ts";
import { overAds, upstreamTls } from "../secret/tls-context.ts";
import { httpProtocolOptions } from "./http-protocol-options.ts";

/** A set of instances as a caller sees it. The same in every proxy, so that it is encoded once for all. */
export function targetCluster(target: Target, protocol: Protocol, settings: MeshSettings): Resource {
  const name = targetClusterName(settings, target);
  return defineResource({
    name,
    typeUrl: typeUrls.cluster,
    message: {
      name,
      type: "EDS",
      eds_cluster_config: { eds_config: overAds },
      connect_timeout: `${target.connectTimeoutMs / 1000}s`,
      lb_policy: "LEAST_REQUEST",
      // Instances that fail their checks leave the endpoints; those that are left are always used.
      common_lb_config: { healthy_panic_threshold: { value: 0 } },
      transport_socket: upstreamTls({ spiffeId: spiffeId(settings, target.service), sni: name, protocol }),
      ...httpProtocolOptions(protocol),
    },
    origins: target.origins,
  });
}
