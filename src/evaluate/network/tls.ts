import type { TransportSocket } from "../../envoy/gen/envoy.config.core.v3.ts";
import type { CommonTlsContext } from "../../envoy/gen/envoy.extensions.transport_sockets.tls.v3.ts";
import { stringTest } from "../condition/string-test.ts";

/** What one side of a connection demands of the other, and says of itself. */
export interface TlsSide {
  /** Sent by the side that connects. */
  readonly serverName: string;
  readonly applicationProtocols: readonly string[];
  /** Whether the other side has to show a certificate. */
  readonly demandsCertificate: boolean;
  /** Whether a peer of that SPIFFE id is accepted. */
  readonly accepts: (spiffeId: string) => boolean;
  /** The accepted ids in words. */
  readonly accepted: string;
}

/** Undefined for a connection in clear. */
export function tlsSide(socket: TransportSocket | undefined): TlsSide | undefined {
  const config = socket?.typed_config;
  switch (config?.["@type"]) {
    case "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext":
      return sideOf(config.common_tls_context ?? {}, {
        serverName: config.sni ?? "",
        demandsCertificate: true,
      });
    case "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext":
      return sideOf(config.common_tls_context ?? {}, {
        serverName: "",
        demandsCertificate: config.require_client_certificate ?? false,
      });
    default:
      return undefined;
  }
}

function sideOf(
  { combined_validation_context, validation_context, alpn_protocols = [] }: CommonTlsContext,
  rest: Pick<TlsSide, "serverName" | "demandsCertificate">,
): TlsSide {
  const context = combined_validation_context?.default_validation_context ?? validation_context;
  const tests = (context?.match_typed_subject_alt_names ?? [])
    .filter(({ san_type }) => san_type === "URI")
    .map(({ matcher }) => stringTest(matcher ?? {}));
  return {
    ...rest,
    applicationProtocols: alpn_protocols,
    // Without names any certificate of a trusted authority will do.
    accepts: (spiffeId) => tests.length === 0 || tests.some(({ test }) => test(spiffeId)),
    accepted: tests.map(({ expected }) => expected).join(" or "),
  };
}
