import type { SourceRange } from "../diagnostics/source-file.ts";
import { encodeMessage } from "./codec/encode-message.ts";
import { messageVersion } from "./codec/message-version.ts";
import type { Cluster } from "./gen/envoy.config.cluster.v3.ts";
import type { ClusterLoadAssignment } from "./gen/envoy.config.endpoint.v3.ts";
import type { Listener } from "./gen/envoy.config.listener.v3.ts";
import type { RouteConfiguration } from "./gen/envoy.config.route.v3.ts";
import type { Secret } from "./gen/envoy.extensions.transport_sockets.tls.v3.ts";
import type { Resource, TypeUrl, typeUrls } from "./resource.ts";

/** The message behind each xDS type. */
export interface ResourceMessages {
  readonly [typeUrls.cluster]: Cluster;
  readonly [typeUrls.endpoint]: ClusterLoadAssignment;
  readonly [typeUrls.listener]: Listener;
  readonly [typeUrls.route]: RouteConfiguration;
  readonly [typeUrls.secret]: Secret;
}

export interface ResourceDefinition<T extends TypeUrl> {
  readonly name: string;
  readonly typeUrl: T;
  readonly message: ResourceMessages[T];
  readonly origins: readonly SourceRange[];
  readonly provisional?: boolean;
}

/** A resource whose encoding and version are computed when first asked for, and kept. */
export function defineResource<T extends TypeUrl>(definition: ResourceDefinition<T>): Resource {
  return new DefinedResource(definition);
}

class DefinedResource implements Resource {
  readonly name: string;
  readonly typeUrl: TypeUrl;
  readonly message: object;
  readonly origins: readonly SourceRange[];
  readonly provisional: boolean;
  #bytes: Uint8Array | undefined;
  #version: string | undefined;

  constructor({ name, typeUrl, message, origins, provisional = false }: ResourceDefinition<TypeUrl>) {
    this.name = name;
    this.typeUrl = typeUrl;
    this.message = message;
    this.origins = origins;
    this.provisional = provisional;
  }

  bytes(): Uint8Array {
    this.#bytes ??= encodeMessage(this.typeUrl.slice(this.typeUrl.indexOf("/") + 1), this.message);
    return this.#bytes;
  }

  get version(): string {
    this.#version ??= messageVersion(this.message);
    return this.#version;
  }
}
