import { EnvoyCodecError } from "../envoy/codec/codec-error.ts";
import type { ProxySnapshot } from "../envoy/resource.ts";
import type { Clock } from "../platform/clock.ts";
import type { Logger } from "../platform/logger.ts";
import type { DeltaEffect, DeltaEvent, Refusal } from "./delta-event.ts";
import { decodeDeltaRequest, type DecodedRequest, type NodeIdentity } from "./delta-request.ts";
import { encodeDeltaResponse } from "./delta-response.ts";
import type { StreamEvent, StreamObserver } from "./proxy-status.ts";
import { stepDelta } from "./step-delta.ts";
import { openStream, type StreamState } from "./stream-state.ts";

/** Where a stream learns what its proxy should hold. */
export interface SnapshotSource {
  /** Undefined while there is no committed revision, or while the proxy is unknown to it. */
  current(node: NodeIdentity): ProxySnapshot | undefined;
  /** Calls `onChange` whenever `current` may answer differently; the returned function ends that. */
  subscribe(nodeId: string, onChange: () => void): () => void;
}

/** Why a server ends a stream; `code` is the name of a gRPC status code. */
export interface StreamEnd {
  readonly code: "INVALID_ARGUMENT" | "RESOURCE_EXHAUSTED" | "UNAUTHENTICATED" | "UNIMPLEMENTED" | "INTERNAL";
  readonly message: string;
}

export interface DeltaStreamOptions {
  readonly streamId: number;
  readonly snapshots: SnapshotSource;
  readonly observer: StreamObserver;
  readonly logger: Logger;
  readonly clock: Clock;
  write(bytes: Buffer): void;
  end(reason: StreamEnd): void;
}

/** The shell of one stream: bytes in, {@link stepDelta}, bytes out. Knows nothing of gRPC. */
export class DeltaStream {
  readonly #options: DeltaStreamOptions;
  #state: StreamState = openStream();
  #node: NodeIdentity | undefined;
  #unsubscribe: () => void = () => {};
  #isClosed = false;
  #isChangePending = false;

  constructor(options: DeltaStreamOptions) {
    this.#options = options;
  }

  /** One DeltaDiscoveryRequest. What is wrong with it ends this stream and no other. */
  receive(bytes: Uint8Array): void {
    if (this.#isClosed) return;
    try {
      this.#handle(decodeDeltaRequest(bytes));
    } catch (cause) {
      this.#fail(cause);
    }
  }

  /** The client has gone, or is about to; may be called more than once. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#unsubscribe();
    if (this.#node) this.#tell({ kind: "closed" });
  }

  #handle({ request, node }: DecodedRequest): void {
    if (!this.#node) {
      if (!node || node.id === "") {
        this.#end({ code: "INVALID_ARGUMENT", message: "The first request of a stream must carry node.id." });
        return;
      }
      this.#open(node);
    }
    this.#step({ kind: "request", request });
  }

  #open(node: NodeIdentity): void {
    this.#node = node;
    this.#tell({ kind: "opened", node });
    this.#unsubscribe = this.#options.snapshots.subscribe(node.id, () => this.#scheduleChange());
    this.#takeSnapshot(node);
  }

  /** Changes that come together, as those of one commit do, make one step. */
  #scheduleChange(): void {
    if (this.#isChangePending) return;
    this.#isChangePending = true;
    queueMicrotask(() => {
      this.#isChangePending = false;
      if (this.#isClosed || !this.#node) return;
      try {
        this.#takeSnapshot(this.#node);
      } catch (cause) {
        this.#fail(cause);
      }
    });
  }

  #takeSnapshot(node: NodeIdentity): void {
    const snapshot = this.#options.snapshots.current(node);
    if (snapshot === this.#state.snapshot && snapshot !== undefined) return;
    this.#tell({ kind: "offered", revision: snapshot?.revision, attempt: snapshot?.attempt });
    this.#step({ kind: "snapshot", snapshot });
  }

  #step(event: DeltaEvent): void {
    const { state, effects } = stepDelta(this.#state, event);
    this.#state = state;
    for (const effect of effects) this.#perform(effect);
  }

  #perform(effect: DeltaEffect): void {
    switch (effect.kind) {
      case "send":
        this.#options.write(encodeDeltaResponse(effect));
        break;
      case "acknowledged":
        this.#tell({ kind: "acknowledged", revision: effect.revision });
        break;
      case "refused":
        this.#warn("Proxy refused resources", {
          type: effect.typeUrl,
          resources: effect.resources,
          reason: effect.message,
        });
        this.#tell({ kind: "refused", refusal: refusalIn(effect) });
        break;
      case "rejected":
        this.#tell({
          kind: "rejected",
          revision: effect.revision,
          refusal: refusalIn(effect),
          held: effect.held,
        });
        break;
      case "unknown-type":
        this.#warn("Proxy asked for a type that is not served", { type: effect.typeUrl });
        break;
      case "violation":
        this.#end({ code: "RESOURCE_EXHAUSTED", message: effect.message });
        break;
    }
  }

  #fail(cause: unknown): void {
    const isTheirs = cause instanceof EnvoyCodecError;
    const message = cause instanceof Error ? cause.message : String(cause);
    this.#warn("xDS stream failed", { cause: message });
    this.#end(
      isTheirs
        ? { code: "INVALID_ARGUMENT", message: `Not a discovery request: ${message}` }
        : { code: "INTERNAL", message: "The server could not answer; its log says why." },
    );
  }

  #end(reason: StreamEnd): void {
    this.close();
    this.#options.end(reason);
  }

  #warn(message: string, fields: Readonly<Record<string, string | readonly string[]>>): void {
    this.#options.logger.warn(message, { streamId: this.#options.streamId, node: this.#node?.id, ...fields });
  }

  #tell(event: DistributiveOmit<StreamEvent, "streamId" | "atMs">): void {
    const { observer, clock, streamId } = this.#options;
    observer.observe({ ...event, streamId, atMs: clock.now() });
  }
}

function refusalIn({ typeUrl, resources, message }: Refusal): Refusal {
  return { typeUrl, resources, message };
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
