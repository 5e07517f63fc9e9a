import type { SourceRange } from "../diagnostics/source-file.ts";

/** The xDS types a proxy subscribes to. */
export const typeUrls = {
  cluster: "type.googleapis.com/envoy.config.cluster.v3.Cluster",
  endpoint: "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment",
  listener: "type.googleapis.com/envoy.config.listener.v3.Listener",
  route: "type.googleapis.com/envoy.config.route.v3.RouteConfiguration",
  secret: "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret",
} as const;

export type TypeUrl = (typeof typeUrls)[keyof typeof typeUrls];

/**
 * One xDS resource, ready to be sent. The same object is shared by every proxy that receives it.
 */
export interface Resource {
  readonly name: string;
  readonly typeUrl: TypeUrl;
  /** The message in proto3-JSON form with the field names of Envoy's definitions; what `mesh render` prints. */
  readonly message: object;
  /** The message's protobuf encoding; made at the first call, kept afterwards. */
  bytes(): Uint8Array;
  /** Content hash of `message`: equal content has equal versions on every machine and after every restart. */
  readonly version: string;
  /** The lines of the user's documents this resource comes from; empty for what no document declares. */
  readonly origins: readonly SourceRange[];
  /**
   * The content is a best guess, because instances have not reported their health since the agent started: good
   * enough for a proxy that has nothing, no reason to replace what a proxy already holds.
   */
  readonly provisional?: boolean;
}

/** Everything one proxy should hold: a unit of consistency, each reference in it resolved within it. */
export interface ProxySnapshot {
  /** The revision of the applied state this was rendered from. */
  readonly revision: number;
  /**
   * Another number than before makes resources that the proxy refused be sent once more: each apply is a new attempt,
   * one of equal documents too, because the cause may lie outside of them, as a port does that another program holds.
   */
  readonly attempt?: number;
  readonly resources: ReadonlyMap<TypeUrl, ReadonlyMap<string, Resource>>;
}
