import { decodeMessage } from "../envoy/codec/decode-message.ts";
import type { DeltaDiscoveryRequest } from "../envoy/gen/envoy.service.discovery.v3.ts";
import type { DeltaRequest } from "./delta-event.ts";

/** Who a proxy says it is; a client says so in the first request of a stream. */
export interface NodeIdentity {
  readonly id: string;
  readonly cluster: string;
}

export interface DecodedRequest {
  readonly request: DeltaRequest;
  readonly node?: NodeIdentity;
}

/** Reads a service.discovery.v3.DeltaDiscoveryRequest. Throws EnvoyCodecError for bytes that are none. */
export function decodeDeltaRequest(bytes: Uint8Array): DecodedRequest {
  const message = decodeMessage(
    "envoy.service.discovery.v3.DeltaDiscoveryRequest",
    bytes,
  ) as DeltaDiscoveryRequest;
  const { node, error_detail: error } = message;
  const request: DeltaRequest = {
    typeUrl: message.type_url ?? "",
    subscribe: message.resource_names_subscribe ?? [],
    unsubscribe: message.resource_names_unsubscribe ?? [],
    initialVersions: new Map(Object.entries(message.initial_resource_versions ?? {})),
    nonce: message.response_nonce ?? "",
    ...(error && { error: error.message ?? "" }),
  };
  return node ? { request, node: { id: node.id ?? "", cluster: node.cluster ?? "" } } : { request };
}
