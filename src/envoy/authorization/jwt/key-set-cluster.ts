import type { JwtProvider, RemoteKeys, TrustedAuthorities } from "../../../graph/jwt-provider.ts";
import { defineResource } from "../../define-resource.ts";
import { seconds } from "../../duration.ts";
import type { DataSource, TransportSocket } from "../../gen/envoy.config.core.v3.ts";
import { keySetClusterName } from "../../names.ts";
import { typeUrls } from "../../resource.ts";
import type { Resource } from "../../resource.ts";

/** Where Debian, Ubuntu and Alpine keep the authorities that a machine trusts. */
const systemAuthorities = "/etc/ssl/certs/ca-certificates.crt";

/** Where the keys of an issuer are fetched. */
export function keySetCluster(
  { name: provider, range }: JwtProvider,
  { uri, connection }: RemoteKeys,
): Resource {
  const name = keySetClusterName(provider);
  const { protocol, hostname, port } = new URL(uri);
  const isSecure = protocol === "https:";
  // A URL writes an IPv6 address in brackets, Envoy without.
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  return defineResource({
    name,
    typeUrl: typeUrls.cluster,
    message: {
      name,
      type: connection.discovery,
      connect_timeout: seconds(connection.connectTimeoutMs),
      load_assignment: {
        cluster_name: name,
        endpoints: [
          {
            lb_endpoints: [
              {
                endpoint: {
                  address: {
                    socket_address: { address: host, port_value: Number(port) || (isSecure ? 443 : 80) },
                  },
                },
              },
            ],
          },
        ],
      },
      ...(isSecure && { transport_socket: issuerTls(host, connection) }),
    },
    origins: [range],
  });
}

/** The issuer must show a certificate for its host: whoever could stand in for it could sign tokens. */
function issuerTls(
  host: string,
  { namesHost, trustedAuthorities }: RemoteKeys["connection"],
): TransportSocket {
  const isAddress = host.includes(":") || /^[\d.]+$/.test(host);
  return {
    name: "envoy.transport_sockets.tls",
    typed_config: {
      "@type": "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext",
      ...(namesHost && !isAddress && { sni: host }),
      common_tls_context: {
        validation_context: {
          trusted_ca: authoritiesSource(trustedAuthorities),
          match_typed_subject_alt_names: [
            { san_type: isAddress ? "IP_ADDRESS" : "DNS", matcher: { exact: host } },
          ],
        },
      },
    },
  };
}

function authoritiesSource(authorities: TrustedAuthorities | undefined): DataSource {
  switch (authorities?.kind) {
    case undefined:
      return { filename: systemAuthorities };
    case "text":
      return { inline_string: authorities.pem };
    case "bytes":
      return { inline_bytes: authorities.base64 };
    case "file":
      return { filename: authorities.filename };
    case "environment":
      return { environment_variable: authorities.variable };
  }
}
