import type { JwtProvider } from "../graph/jwt-provider.ts";
import { isHttpLike } from "../graph/mesh-graph.ts";
import type { MeshGraph, Service } from "../graph/mesh-graph.ts";
import { Recollection } from "../graph/recollection.ts";
import { keySetCluster } from "./authorization/jwt/key-set-cluster.ts";
import { providersOf } from "./authorization/jwt/token-filter.ts";
import type { Population } from "./population.ts";
import { hasClearTextRoutes } from "./render-inbound.ts";
import type { Resource } from "./resource.ts";
import { clearTextRoutes, inboundRoutes } from "./route/inbound-routes.ts";

/** What the sidecars of a service share of what they need for what arrives. The same object as long as it is the same. */
export interface InboundPart {
  readonly resources: readonly Resource[];
  /** What the rest of it, each sidecar's own, is made of beside the service and the instance. */
  readonly ingredients: readonly unknown[];
}

const ofMesh = new Recollection<InboundPart>();
const parts = new Recollection<InboundPart>();
const keySets = new Recollection<readonly Resource[]>();

/**
 * Intentions about requests are judged by routes, and the listener changes with the issuers of tokens alone. Those about
 * connections are part of the listener, which may name every service of the mesh.
 */
export function inboundPart(graph: MeshGraph, service: Service, population: Population): InboundPart {
  const { settings, intentions, jwtProviders } = graph;
  return ofMesh.recall({ owner: service }, [settings, intentions, jwtProviders, population], () => {
    const rules = intentions.get(service.name);
    if (!isHttpLike(service.protocol)) {
      const ingredients = [settings, rules, population];
      return parts.recall({ owner: service }, ingredients, () => ({ resources: [], ingredients }));
    }
    const providers = providersOf(graph, service);
    const ingredients = [settings, ...providers];
    return parts.recall({ owner: service }, [rules, ...ingredients], () => ({
      resources: [
        ...keySetClusters(providers),
        inboundRoutes(graph, service),
        ...(hasClearTextRoutes(service) ? [clearTextRoutes(graph, service)] : []),
      ],
      ingredients,
    }));
  });
}

/** Where the keys are fetched of those whose tokens a service asks for: the same in all that ask for them. */
function keySetClusters(providers: readonly JwtProvider[]): readonly Resource[] {
  return providers.flatMap((provider) => {
    const { keys } = provider;
    return keySets.recall({ owner: provider }, [], () =>
      keys.kind === "remote" ? [keySetCluster(provider, keys.remote)] : [],
    );
  });
}
