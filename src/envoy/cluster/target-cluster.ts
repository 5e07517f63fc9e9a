import type { Locality } from "../../graph/locality.ts";
import type { MeshSettings, Protocol } from "../../graph/mesh-graph.ts";
import type { Target } from "../../graph/target.ts";
import { originsOf } from "../../graph/upstream-settings.ts";
import type { UpstreamSettings } from "../../graph/upstream-settings.ts";
import { defineResource } from "../define-resource.ts";
import { seconds } from "../duration.ts";
import { loadAssignmentName, spiffeId, targetClusterName } from "../names.ts";
import { typeUrls } from "../resource.ts";
import type { Resource } from "../resource.ts";
import { overAds, upstreamTls } from "../secret/tls-context.ts";
import { httpProtocolOptions } from "./http-protocol-options.ts";
import { loadBalancing } from "./load-balancing.ts";
import { activeHealthChecks, circuitBreakers, outlierDetection } from "./resilience.ts";

/** A target as a caller asked for it. */
export interface CalledTarget {
  readonly target: Target;
  /** What is spoken to it. */
  readonly protocol: Protocol;
  readonly settings: UpstreamSettings;
  /** Where the caller is, if the target makes a difference by it. */
  readonly viewpoint: Locality | undefined;
}

/** A set of instances as a caller sees it. The same in every proxy that sees it alike, and encoded once for all. */
export function targetCluster(
  { target, protocol, settings, viewpoint }: CalledTarget,
  mesh: MeshSettings,
): Resource {
  const name = targetClusterName(mesh, target);
  const assignment = loadAssignmentName(name, viewpoint);
  return defineResource({
    name,
    typeUrl: typeUrls.cluster,
    message: {
      name,
      type: "EDS",
      eds_cluster_config: {
        eds_config: overAds,
        ...(assignment !== name && { service_name: assignment }),
      },
      connect_timeout: seconds(settings.connectTimeoutMs?.value ?? target.connectTimeoutMs),
      ...loadBalancing(target.loadBalancer),
      // Instances that fail their checks leave the endpoints, and failing requests or probes leave an instance out: what
      // is left is always used, and when nothing is, failover takes over instead of an instance known to be ill.
      common_lb_config: { healthy_panic_threshold: { value: 0 } },
      ...circuitBreakers(settings),
      ...outlierDetection(settings, target),
      ...activeHealthChecks(settings, protocol),
      transport_socket: upstreamTls({
        spiffeId: spiffeId(mesh, target.service),
        sni: name,
        protocol,
        tls: mesh.outgoingTls,
      }),
      ...httpProtocolOptions(protocol),
    },
    origins: [
      ...target.origins,
      ...originsOf(settings),
      ...(mesh.outgoingTls.range ? [mesh.outgoingTls.range] : []),
    ],
  });
}
