import type { ChainSplit } from "../graph/discovery-chain.ts";
import { isHttpLike } from "../graph/mesh-graph.ts";
import type { CatalogView, Instance, MeshGraph, Service } from "../graph/mesh-graph.ts";
import type { Target } from "../graph/target.ts";
import { targetKey } from "../graph/target.ts";
import { localCluster } from "./cluster/local-application-cluster.ts";
import { failoverCluster } from "./cluster/split-cluster.ts";
import { targetCluster } from "./cluster/target-cluster.ts";
import { clusterLoadAssignment } from "./endpoint/cluster-load-assignment.ts";
import { inboundListener } from "./listener/inbound-listener.ts";
import { outboundListener } from "./listener/outbound-listener.ts";
import { proxyId, spiffeId } from "./names.ts";
import type { Resource } from "./resource.ts";
import { inboundRoutes } from "./route/inbound-routes.ts";
import { outboundRoutes } from "./route/outbound-routes.ts";

/** What one sidecar is told, endpoints and secrets apart: those change on their own, and are shared. */
export interface RenderedProxy {
  readonly id: string;
  readonly service: string;
  readonly instance: Instance;
  readonly spiffeId: string;
  /** Clusters, listeners and routes. */
  readonly resources: readonly Resource[];
  /** The targets whose endpoints it needs, by target key. */
  readonly targetKeys: readonly string[];
}

/** Every sidecar of the mesh, sorted by id. What several need is rendered once and shared. */
export function renderProxies(graph: MeshGraph): readonly RenderedProxy[] {
  const shared = new SharedResources(graph);
  const proxies = [...graph.services.values()].flatMap((service) =>
    service.instances.map((instance) => renderProxy(graph, { service, instance }, shared)),
  );
  return proxies.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The endpoints of every target, by target key. */
export function renderEndpoints(graph: MeshGraph, catalog: CatalogView): ReadonlyMap<string, Resource> {
  return new Map(
    [...graph.targets].map(([key, target]) => [key, clusterLoadAssignment(target, graph.settings, catalog)]),
  );
}

function renderProxy(
  graph: MeshGraph,
  { service, instance }: { readonly service: Service; readonly instance: Instance },
  shared: SharedResources,
): RenderedProxy {
  const { settings } = graph;
  const chains = service.upstreams.flatMap((upstream) => {
    const chain = graph.chains.get(upstream.destination);
    return chain ? [{ upstream, chain }] : [];
  });
  const splits = chains.flatMap(({ chain }) => chain.splits);
  const targets = distinctTargets(splits);
  return {
    id: proxyId(instance),
    service: service.name,
    instance,
    spiffeId: spiffeId(settings, service.name),
    resources: [
      localCluster(service, instance),
      ...targets.map((target) => shared.cluster(target)),
      ...distinctByName(
        splits.filter(({ failover }) => failover.length > 0).map((split) => shared.failover(split)),
      ),
      inboundListener(graph, service, instance),
      ...chains.map(({ upstream, chain }) => outboundListener(upstream, chain, settings)),
      ...(isHttpLike(service.protocol) ? [shared.inboundRoutes(service)] : []),
      ...chains
        .filter(({ chain }) => isHttpLike(chain.protocol))
        .map(({ chain }) => shared.outboundRoutes(chain.service)),
    ],
    targetKeys: targets.map(targetKey),
  };
}

function distinctTargets(splits: readonly ChainSplit[]): readonly Target[] {
  const targets = splits.flatMap(({ target, failover }) => [target, ...failover]);
  return [...new Map(targets.map((target) => [targetKey(target), target])).values()];
}

function distinctByName(resources: readonly Resource[]): readonly Resource[] {
  return [...new Map(resources.map((resource) => [resource.name, resource])).values()];
}

/** Resources that are equal in every proxy that has them, rendered at first use. */
class SharedResources {
  readonly #graph: MeshGraph;
  readonly #resources = new Map<string, Resource>();

  constructor(graph: MeshGraph) {
    this.#graph = graph;
  }

  cluster(target: Target): Resource {
    const protocol = this.#graph.services.get(target.service)?.protocol ?? "tcp";
    return this.#once(`cluster ${targetKey(target)}`, () =>
      targetCluster(target, protocol, this.#graph.settings),
    );
  }

  failover(split: ChainSplit): Resource {
    return this.#once(`failover ${targetKey(split.target)}`, () =>
      failoverCluster(split, this.#graph.settings),
    );
  }

  inboundRoutes(service: Service): Resource {
    return this.#once(`inbound ${service.name}`, () => inboundRoutes(this.#graph, service));
  }

  outboundRoutes(destination: string): Resource {
    const chain = this.#graph.chains.get(destination);
    if (!chain) throw new Error(`${destination} has no chain; every service has one`);
    return this.#once(`outbound ${destination}`, () => outboundRoutes(chain, this.#graph.settings));
  }

  #once(key: string, render: () => Resource): Resource {
    const known = this.#resources.get(key);
    if (known) return known;
    const resource = render();
    this.#resources.set(key, resource);
    return resource;
  }
}
