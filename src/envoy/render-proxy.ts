import type { CatalogView, Instance, MeshGraph, Service } from "../graph/mesh-graph.ts";
import { Recollection } from "../graph/recollection.ts";
import { clusterLoadAssignment } from "./endpoint/cluster-load-assignment.ts";
import { targetViews } from "./endpoint/target-view.ts";
import { inboundPart } from "./inbound-part.ts";
import type { InboundPart } from "./inbound-part.ts";
import { proxyId, spiffeId } from "./names.ts";
import { populationOf } from "./population.ts";
import { renderInbound } from "./render-inbound.ts";
import { OutboundRenderer } from "./render-outbound.ts";
import type { OutboundPart } from "./render-outbound.ts";
import type { Resource } from "./resource.ts";

/** What one sidecar is told, endpoints and secrets apart: those change on their own, and are shared. */
export interface RenderedProxy {
  readonly id: string;
  readonly service: string;
  readonly instance: Instance;
  readonly spiffeId: string;
  /** Clusters, listeners and routes. */
  readonly resources: readonly Resource[];
  /** The views of targets whose endpoints it needs, by view key. */
  readonly viewKeys: readonly string[];
}

/** Every sidecar of the mesh, sorted by id. What several need is rendered once and shared, and what is unchanged is kept. */
export function renderProxies(graph: MeshGraph): readonly RenderedProxy[] {
  const population = populationOf(graph);
  const outbound = new OutboundRenderer(graph, population);
  const proxies = [...graph.services.values()].flatMap((service) => {
    const inbound = inboundPart(graph, service, population);
    const calls = outbound.callsOf(service);
    return ofService.recall({ owner: service }, [inbound, calls.ingredients], () =>
      service.instances.map((instance) =>
        renderProxy(graph, { service, instance }, { inbound, outbound: calls.partAt(instance.locality) }),
      ),
    );
  });
  return proxies.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The endpoints of every target as each place sees them, by view key. */
export function renderEndpoints(graph: MeshGraph, catalog: CatalogView): ReadonlyMap<string, Resource> {
  return new Map(
    [...targetViews(graph)].map(([key, view]) => [key, clusterLoadAssignment(view, graph.settings, catalog)]),
  );
}

interface ProxyParts {
  readonly inbound: InboundPart;
  readonly outbound: OutboundPart;
}

const ofService = new Recollection<readonly RenderedProxy[]>();
const rendered = new Recollection<RenderedProxy>();
const ownInbound = new Recollection<readonly Resource[]>();

function renderProxy(
  graph: MeshGraph,
  { service, instance }: { readonly service: Service; readonly instance: Instance },
  { inbound, outbound }: ProxyParts,
): RenderedProxy {
  const own = ownInbound.recall({ owner: instance }, [service, ...inbound.ingredients], () =>
    renderInbound(graph, service, instance),
  );
  const ingredients = [service, graph.settings, own, inbound.resources, outbound];
  return rendered.recall({ owner: instance }, ingredients, () => ({
    id: proxyId(instance),
    service: service.name,
    instance,
    spiffeId: spiffeId(graph.settings, service.name),
    resources: [...own, ...inbound.resources, ...outbound.resources],
    viewKeys: outbound.viewKeys,
  }));
}
