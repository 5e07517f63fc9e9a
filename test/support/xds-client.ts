import { Client, Metadata, credentials, status } from "@grpc/grpc-js";
import type { ServiceError } from "@grpc/grpc-js";
import { decodeMessage } from "../../src/envoy/codec/decode-message.ts";
import { encodeMessage } from "../../src/envoy/codec/encode-message.ts";
import type {
  DeltaDiscoveryRequest,
  DeltaDiscoveryResponse,
} from "../../src/envoy/gen/envoy.service.discovery.v3.ts";

export interface XdsQuestion {
  readonly port: number;
  readonly request: DeltaDiscoveryRequest;
  /** What a sidecar would read from the token file. */
  readonly token?: string;
}

export type XdsAnswer =
  | { readonly kind: "resources"; readonly names: readonly string[] }
  /** `status` is the name of a gRPC status code. */
  | { readonly kind: "refused"; readonly status: string };

/** The first thing an agent answers to a stream's first request. */
export function askXds({ port, request, token }: XdsQuestion): Promise<XdsAnswer> {
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  const metadata = new Metadata();
  if (token !== undefined) metadata.set("x-mesh-token", token);
  const asIs = (bytes: Buffer): Buffer => bytes;
  const stream = client.makeBidiStreamRequest(
    "/envoy.service.discovery.v3.AggregatedDiscoveryService/DeltaAggregatedResources",
    asIs,
    asIs,
    metadata,
  );
  const answer = new Promise<XdsAnswer>((resolve) => {
    stream.once("data", (bytes: Buffer) => {
      const message = decodeMessage("envoy.service.discovery.v3.DeltaDiscoveryResponse", bytes);
      const { resources = [] } = message as DeltaDiscoveryResponse;
      resolve({ kind: "resources", names: resources.map(({ name = "" }) => name).sort() });
    });
    stream.on("error", ({ code }: ServiceError) => resolve({ kind: "refused", status: status[code] }));
  });
  stream.write(Buffer.from(encodeMessage("envoy.service.discovery.v3.DeltaDiscoveryRequest", request)));
  return answer.finally(() => {
    stream.cancel();
    client.close();
  });
}
