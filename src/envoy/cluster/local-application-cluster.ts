import type { SourceRange } from "../../diagnostics/source-file.ts";
import type { Instance, Protocol, Service } from "../../graph/mesh-graph.ts";
import type { ExposedPath } from "../../graph/service-settings.ts";
import { originsOf } from "../../graph/service-settings.ts";
import { defineResource } from "../define-resource.ts";
import { seconds } from "../duration.ts";
import { exposedApplicationCluster, localApplicationCluster } from "../names.ts";
import { typeUrls } from "../resource.ts";
import type { Resource } from "../resource.ts";
import { httpProtocolOptions } from "./http-protocol-options.ts";

/** The application beside the sidecar, always on loopback: mutual TLS ends at the sidecar. */
export function localCluster(service: Service, instance: Instance): Resource {
  const { localConnectTimeoutMs } = service.settings;
  return loopbackCluster({
    name: localApplicationCluster,
    port: instance.port,
    protocol: service.protocol,
    connectTimeoutMs: localConnectTimeoutMs.value,
    origins: [instance.range, ...originsOf([localConnectTimeoutMs])],
  });
}

/** Where the application answers an exposed path, which may be another port and protocol than its own. */
export function exposedCluster({ settings }: Service, path: ExposedPath): Resource {
  return loopbackCluster({
    name: exposedApplicationCluster(path),
    port: path.localPort,
    protocol: path.protocol,
    connectTimeoutMs: settings.localConnectTimeoutMs.value,
    origins: [path.range],
  });
}

interface LoopbackCluster {
  readonly name: string;
  readonly port: number;
  readonly protocol: Protocol;
  readonly connectTimeoutMs: number;
  readonly origins: readonly SourceRange[];
}

function loopbackCluster({ name, port, protocol, connectTimeoutMs, origins }: LoopbackCluster): Resource {
  const loopback = { socket_address: { address: "127.0.0.1", port_value: port } };
  return defineResource({
    name,
    typeUrl: typeUrls.cluster,
    message: {
      name,
      type: "STATIC",
      connect_timeout: seconds(connectTimeoutMs),
      load_assignment: {
        cluster_name: name,
        endpoints: [{ lb_endpoints: [{ endpoint: { address: loopback } }] }],
      },
      ...httpProtocolOptions(protocol),
    },
    origins,
  });
}
