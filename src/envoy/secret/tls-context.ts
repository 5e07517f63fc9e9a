import type { Protocol } from "../../graph/mesh-graph.ts";
import type { TlsSettings } from "../../graph/tls-settings.ts";
import type { ConfigSource, TransportSocket } from "../gen/envoy.config.core.v3.ts";
import type {
  CommonTlsContext,
  SubjectAltNameMatcher,
  TlsParameters,
} from "../gen/envoy.extensions.transport_sockets.tls.v3.ts";
import { trustBundleSecret, workloadCertificateSecret } from "../names.ts";

/** Configuration that comes over the stream the proxy already has. */
export const overAds: ConfigSource = { ads: {}, resource_api_version: "V3" };

/** Mutual TLS for what arrives: whoever shows one of these names may connect; rules decide what it may then do. */
export function downstreamTls(
  callers: readonly SubjectAltNameMatcher[],
  { protocol, tls }: { readonly protocol: Protocol; readonly tls: TlsSettings },
): TransportSocket {
  return {
    name: "envoy.transport_sockets.tls",
    typed_config: {
      "@type": "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext",
      require_client_certificate: true,
      common_tls_context: commonTls({ protocol, tls, peers: callers }),
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
  readonly tls: TlsSettings;
}): TransportSocket {
  return {
    name: "envoy.transport_sockets.tls",
    typed_config: {
      "@type": "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext",
      sni: peer.sni,
      common_tls_context: commonTls({
        ...peer,
        peers: [{ san_type: "URI", matcher: { exact: peer.spiffeId } }],
      }),
    },
  };
}

interface CommonTlsOptions {
  readonly protocol: Protocol;
  readonly tls: TlsSettings;
  readonly peers: readonly SubjectAltNameMatcher[];
}

function commonTls({ protocol, tls, peers }: CommonTlsOptions): CommonTlsContext {
  const alpn = alpnProtocols[protocol];
  return {
    tls_params: tlsParameters(tls),
    ...(alpn.length > 0 && { alpn_protocols: alpn }),
    tls_certificate_sds_secret_configs: [{ name: workloadCertificateSecret, sds_config: overAds }],
    combined_validation_context: {
      default_validation_context: { match_typed_subject_alt_names: peers },
      validation_context_sds_secret_config: { name: trustBundleSecret, sds_config: overAds },
    },
  };
}

function tlsParameters({ minVersion, maxVersion, cipherSuites, ecdhCurves }: TlsSettings): TlsParameters {
  return {
    tls_minimum_protocol_version: minVersion,
    tls_maximum_protocol_version: maxVersion,
    ...(cipherSuites.length > 0 && { cipher_suites: cipherSuites }),
    ...(ecdhCurves.length > 0 && { ecdh_curves: ecdhCurves }),
  };
}

const alpnProtocols: Readonly<Record<Protocol, readonly string[]>> = {
  tcp: [],
  http: ["http/1.1"],
  http2: ["h2"],
  grpc: ["h2"],
};
