import type { StreamState } from "./stream-state.ts";
import type { ProxySnapshot, Resource, TypeUrl } from "../envoy/resource.ts";

/** A DeltaDiscoveryRequest, as far as the protocol needs it. */
export interface DeltaRequest {
  readonly typeUrl: string;
  readonly subscribe: readonly string[];
  readonly unsubscribe: readonly string[];
  /** What the client kept from an earlier stream, name to version; only read in a type's first request. */
  readonly initialVersions: ReadonlyMap<string, string>;
  /** The response this answers; empty when the request only changes subscriptions. */
  readonly nonce: string;
  /** The client's reason for refusing the response; undefined when it accepted. */
  readonly error?: string;
}

export type DeltaEvent =
  | { readonly kind: "request"; readonly request: DeltaRequest }
  /** What the proxy should hold from now on; undefined while nothing is known of it. */
  | { readonly kind: "snapshot"; readonly snapshot: ProxySnapshot | undefined };

/** What the shell does, or tells its observers, after a step. */
export type DeltaEffect =
  | SendEffect
  /** A response was refused: each NACK, as it arrives. */
  | ({ readonly kind: "refused" } & Refusal)
  /** The client holds exactly the snapshot of this revision. */
  | { readonly kind: "acknowledged"; readonly revision: number }
  /** The client will not come to hold this revision: something was refused, and all else has been delivered. */
  | ({ readonly kind: "rejected"; readonly revision: number; readonly held: readonly HeldBack[] } & Refusal)
  /** Said once for each type that no snapshot carries. */
  | { readonly kind: "unknown-type"; readonly typeUrl: string }
  /** The client broke a bound; the stream is to be ended with this message. */
  | { readonly kind: "violation"; readonly message: string };

export interface DeltaStep {
  readonly state: StreamState;
  /** In the order in which they are to be carried out. */
  readonly effects: readonly DeltaEffect[];
}

export interface SendEffect {
  readonly kind: "send";
  readonly typeUrl: TypeUrl;
  readonly nonce: string;
  readonly resources: readonly Resource[];
  readonly removed: readonly string[];
}

export interface Refusal {
  readonly typeUrl: TypeUrl;
  /** The refused resources: those the message names, or all of the response. */
  readonly resources: readonly string[];
  readonly message: string;
}

/** A resource that is not sent, because one it refers to was refused. */
export interface HeldBack extends ResourceKey {
  readonly blockedBy: ResourceKey;
}

export interface ResourceKey {
  readonly typeUrl: TypeUrl;
  readonly name: string;
}
