import { status, type Metadata, type ServerDuplexStream, type ServiceDefinition } from "@grpc/grpc-js";
import type { Clock } from "../platform/clock.ts";
import type { Logger } from "../platform/logger.ts";
import { DeltaStream, type SnapshotSource, type StreamEnd } from "./delta-stream.ts";
import type { StreamObserver } from "./proxy-status.ts";

export interface AdsServiceOptions {
  readonly snapshots: SnapshotSource;
  /** Whether a stream with this metadata comes from a proxy: secrets are sent on it, and its answers are believed. */
  authorize(metadata: Metadata): boolean;
  readonly observer: StreamObserver;
  readonly logger: Logger;
  readonly clock: Clock;
}

export interface AdsService {
  readonly definition: ServiceDefinition;
  readonly implementation: {
    readonly DeltaAggregatedResources: (call: AdsCall) => void;
    readonly StreamAggregatedResources: (call: AdsCall) => void;
  };
}

type AdsCall = ServerDuplexStream<Buffer, Buffer>;

/**
 * The aggregated discovery service, to be added to a grpc.Server with `addService(definition, implementation)`.
 *
 * Source: envoy/service/discovery/v3/ads.proto. The state of the world variant is answered with UNIMPLEMENTED.
 */
export function createAdsService(options: AdsServiceOptions): AdsService {
  let lastStreamId = 0;
  return {
    definition: { DeltaAggregatedResources: method("Delta"), StreamAggregatedResources: method("Stream") },
    implementation: {
      DeltaAggregatedResources: (call) => {
        lastStreamId += 1;
        serveDelta(call, lastStreamId, options);
      },
      StreamAggregatedResources: (call) =>
        fail(call, {
          code: "UNIMPLEMENTED",
          message:
            "This server speaks the incremental variant of xDS only: set ads_config.api_type to DELTA_GRPC.",
        }),
    },
  };
}

/** Messages pass as bytes: a response is put together from parts that are encoded already. */
function method(variant: "Delta" | "Stream"): ServiceDefinition[string] {
  const asIs = (bytes: Buffer): Buffer => bytes;
  return {
    path: `/envoy.service.discovery.v3.AggregatedDiscoveryService/${variant}AggregatedResources`,
    requestStream: true,
    responseStream: true,
    requestSerialize: asIs,
    requestDeserialize: asIs,
    responseSerialize: asIs,
    responseDeserialize: asIs,
  };
}

function serveDelta(call: AdsCall, streamId: number, options: AdsServiceOptions): void {
  if (!options.authorize(call.metadata)) {
    const message =
      "This stream does not carry the agent's token; start the sidecar with `mesh connect envoy`.";
    options.logger.warn("xDS stream without the token refused", { streamId });
    fail(call, { code: "UNAUTHENTICATED", message });
    return;
  }
  const stream = new DeltaStream({
    ...options,
    streamId,
    // A client that reads slowly holds up itself alone: it is sent nothing more of a type before it has answered.
    write: (bytes) => call.write(bytes),
    end: (reason) => fail(call, reason),
  });
  call.on("data", (bytes: Buffer) => stream.receive(bytes));
  call.on("end", () => {
    stream.close();
    call.end();
  });
  call.on("cancelled", () => stream.close());
  call.on("close", () => stream.close());
  call.on("error", (cause) => {
    options.logger.debug("xDS stream broke", { streamId, cause: cause.message });
    stream.close();
  });
}

function fail(call: AdsCall, { code, message }: StreamEnd): void {
  call.emit("error", { code: status[code], details: message });
}
