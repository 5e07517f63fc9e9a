import type { Any } from "../envoy/gen/any.ts";
import type { ResourceMessages } from "../envoy/define-resource.ts";
import type { Cluster } from "../envoy/gen/envoy.config.cluster.v3.ts";
import { typeUrls } from "../envoy/resource.ts";
import type { Resource, TypeUrl } from "../envoy/resource.ts";
import { endpointShares } from "./cluster/endpoint-shares.ts";
import type { Endpoint, EndpointShare, Member } from "./cluster/endpoint-shares.ts";

/** A proxy and everything it holds, secrets apart. */
export interface EvaluatedProxy {
  readonly id: string;
  /** What its certificate says. */
  readonly spiffeId: string;
  readonly resources: readonly Resource[];
  /** Where others reach one of its listeners, if that is not the address that it listens on. */
  readonly reached?: { readonly address: string; readonly port: number; readonly listener: string };
}

/** What a cluster's name leads to. */
export type ClusterModel =
  | { readonly kind: "missing" }
  /** Its instances are not among the resources. */
  | { readonly kind: "unknown"; readonly resources: readonly Resource[] }
  | {
      readonly kind: "known";
      /** Those that requests go to. */
      readonly inUse: readonly EndpointShare[];
      /** Those that take over, in order. */
      readonly standbys: readonly Endpoint[];
      readonly resources: readonly Resource[];
    };

/** The resources of one proxy, found by name; what has been worked out of them is kept. */
export class ProxyModel {
  readonly id: string;
  readonly spiffeId: string;
  readonly #resources = new Map<TypeUrl, Map<string, Resource>>();
  readonly #clusters = new Map<string, ClusterModel>();

  constructor({ id, spiffeId, resources }: EvaluatedProxy) {
    this.id = id;
    this.spiffeId = spiffeId;
    for (const resource of resources) {
      const named = this.#resources.get(resource.typeUrl) ?? new Map<string, Resource>();
      this.#resources.set(resource.typeUrl, named.set(resource.name, resource));
    }
  }

  resource(typeUrl: TypeUrl, name: string): Resource | undefined {
    return this.#resources.get(typeUrl)?.get(name);
  }

  get listeners(): readonly Resource[] {
    return [...(this.#resources.get(typeUrls.listener)?.values() ?? [])];
  }

  cluster(name: string): ClusterModel {
    const known = this.#clusters.get(name);
    if (known) return known;
    const model = this.#clusterModel(name);
    this.#clusters.set(name, model);
    return model;
  }

  /** The cluster of a name; undefined when the proxy does not hold it. */
  clusterMessage(name: string): Cluster | undefined {
    const resource = this.resource(typeUrls.cluster, name);
    return resource && messageOf(typeUrls.cluster, resource);
  }

  #clusterModel(name: string): ClusterModel {
    const resource = this.resource(typeUrls.cluster, name);
    if (!resource) return { kind: "missing" };
    const members = this.#members(name, []);
    const resources = [...new Set([resource, ...members.flatMap(({ used }) => used)])];
    const known = members.flatMap(({ member }) => member ?? []);
    if (known.length === 0 && members.length > 0) return { kind: "unknown", resources };
    const endpoints = endpointShares(known);
    return {
      kind: "known",
      inUse: endpoints.filter(({ share }) => share > 0),
      standbys: endpoints.filter(({ share }) => share === 0).map(({ endpoint }) => endpoint),
      resources,
    };
  }

  /** The cluster itself, or in their order those that a cluster of clusters tries. */
  #members(name: string, within: readonly string[]): readonly FoundMember[] {
    const resource = this.resource(typeUrls.cluster, name);
    if (!resource || within.includes(name)) return [];
    const cluster = messageOf(typeUrls.cluster, resource);
    const names = memberNames(cluster.cluster_type?.typed_config);
    if (names)
      return names
        .flatMap((member) => this.#members(member, [...within, name]))
        .map((found) => ({ ...found, used: [resource, ...found.used] }));
    if (cluster.load_assignment)
      return [{ member: { cluster, assignment: cluster.load_assignment }, used: [resource] }];
    const endpoints = this.resource(typeUrls.endpoint, cluster.eds_cluster_config?.service_name || name);
    if (!endpoints) return [{ member: undefined, used: [resource] }];
    return [
      {
        member: { cluster, assignment: messageOf(typeUrls.endpoint, endpoints) },
        used: [resource, endpoints],
      },
    ];
  }
}

interface FoundMember {
  /** Undefined when its instances are not among the resources. */
  readonly member: Member | undefined;
  readonly used: readonly Resource[];
}

/** A resource's message is of the type that its URL names. */
export function messageOf<T extends TypeUrl>(_: T, { message }: Resource): ResourceMessages[T] {
  return message;
}

function memberNames(config: Any | undefined): readonly string[] | undefined {
  return config?.["@type"] === "type.googleapis.com/envoy.extensions.clusters.aggregate.v3.ClusterConfig"
    ? (config.clusters ?? [])
    : undefined;
}
