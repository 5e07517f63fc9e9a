import type { Protocol } from "../../graph/mesh-graph.ts";
import type { Cluster } from "../gen/envoy.config.cluster.v3.ts";

/** Which version of HTTP a cluster's connections speak; nothing for http, whose 1.1 is Envoy's default, and for tcp. */
export function httpProtocolOptions(protocol: Protocol): Pick<Cluster, "typed_extension_protocol_options"> {
  if (protocol === "tcp" || protocol === "http") return {};
  return {
    typed_extension_protocol_options: {
      "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": {
        "@type": "type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
        explicit_http_config: { http2_protocol_options: {} },
      },
    },
  };
}
