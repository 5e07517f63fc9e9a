import type { Protocol } from "../../graph/mesh-graph.ts";
import type { ConfigSource, TransportSocket } from "../gen/envoy.config.core.v3.ts";
import type {
  CommonTlsContext,
  SubjectAltNameMatcher,
} from "../gen/envoy.extensions.transport_sockets.tls.v3.ts";
import { trustBundleSecret, workloadCertificateSecret } from "../names.ts";

/** Configuration that comes over the stream the proxy already has. */
export const overAds: ConfigSource = { ads: {}, resource_api_version: "V3" };

/** Mutual TLS for what arrives: whoever shows one of these names may connect; rules decide what it may then do. */
export function downstreamTls(
  callers: readonly SubjectAltNameMatcher[],
  protocol: Protocol,
): TransportSocket {
  return {
    name: "envoy.transport_sockets.tls",
    typed_config: {
      "@type": "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext",
      require_client_certificate: true,
      common_tls_context: commonTls(protocol, callers),
    },
  };
}

/**
 * Mutual TLS towards a target: the other side must be exactly that service, so that no other workload of the mesh can
 * stand in for it.
 */
export function upstreamTls(peer: {
  readonly spiffeId: string;
  readonly sni: string;
  readonly protocol: Protocol;
}): TransportSocket {
  return {
    name: "envoy.transport_sockets.tls",
    typed_config: {
      "@type": "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext",
      sni: peer.sni,
      common_tls_context: commonTls(peer.protocol, [{ san_type: "URI", matcher: { exact: peer.spiffeId } }]),
    },
  };
}

function commonTls(protocol: Protocol, peers: readonly SubjectAltNameMatcher[]): CommonTlsContext {
  const alpn = alpnProtocols[protocol];
  return {
    tls_params: { tls_minimum_protocol_version: "TLSv1_2" },
    ...(alpn.length > 0 && { alpn_protocols: alpn }),
    tls_certificate_sds_secret_configs: [{ name: workloadCertificateSecret, sds_config: overAds }],
    combined_validation_context: {
      default_validation_context: { match_typed_subject_alt_names: peers },
      validation_context_sds_secret_config: { name: trustBundleSecret, sds_config: overAds },
    },
  };
}

const alpnProtocols: Readonly<Record<Protocol, readonly string[]>> = {
  tcp: [],
  http: ["http/1.1"],
  http2: ["h2"],
  grpc: ["h2"],
};
