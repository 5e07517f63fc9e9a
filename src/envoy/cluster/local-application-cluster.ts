import type { Instance, Service } from "../../graph/mesh-graph.ts";
import { defineResource } from "../define-resource.ts";
import { localApplicationCluster } from "../names.ts";
import { typeUrls } from "../resource.ts";
import type { Resource } from "../resource.ts";
import { httpProtocolOptions } from "./http-protocol-options.ts";

/** The application beside the sidecar, always on loopback: mutual TLS ends at the sidecar. */
export function localCluster(service: Service, instance: Instance): Resource {
  const loopback = { socket_address: { address: "127.0.0.1", port_value: instance.port } };
  return defineResource({
    name: localApplicationCluster,
    typeUrl: typeUrls.cluster,
    message: {
      name: localApplicationCluster,
      type: "STATIC",
      connect_timeout: "5s",
      load_assignment: {
        cluster_name: localApplicationCluster,
        endpoints: [{ lb_endpoints: [{ endpoint: { address: loopback } }] }],
      },
      ...httpProtocolOptions(service.protocol),
    },
    origins: [instance.range],
  });
}
