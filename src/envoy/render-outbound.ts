import type { DiscoveryChain } from "../graph/discovery-chain.ts";
import { localityKey } from "../graph/locality.ts";
import type { Locality } from "../graph/locality.ts";
import { isHttpLike } from "../graph/mesh-graph.ts";
import type { MeshGraph, Service, Upstream } from "../graph/mesh-graph.ts";
import { Recollection } from "../graph/recollection.ts";
import type { RecollectionKey } from "../graph/recollection.ts";
import { targetKey } from "../graph/target.ts";
import type { Target } from "../graph/target.ts";
import { upstreamChain } from "../graph/upstream-chain.ts";
import type { UpstreamSettings } from "../graph/upstream-settings.ts";
import { calledClusters } from "./called-clusters.ts";
import type { CalledChain } from "./called-clusters.ts";
import { failoverCluster } from "./cluster/split-cluster.ts";
import type { CalledDestination } from "./cluster/split-cluster.ts";
import { targetCluster } from "./cluster/target-cluster.ts";
import type { CalledTarget } from "./cluster/target-cluster.ts";
import { viewKey } from "./endpoint/target-view.ts";
import { outboundListener } from "./listener/outbound-listener.ts";
import type { Population } from "./population.ts";
import type { Resource } from "./resource.ts";
import { outboundRoutes } from "./route/outbound-routes.ts";

/** What a sidecar needs for the upstreams of its service. */
export interface OutboundPart {
  readonly resources: readonly Resource[];
  /** The views of targets whose endpoints it needs, by view key. */
  readonly viewKeys: readonly string[];
  /** Whether sidecars elsewhere may need other ones. */
  readonly dependsOnPlace: boolean;
}

/** The calls of a service's sidecars. */
export interface Calls {
  /** What decides all that is rendered for them, beside the service: the same list as long as it holds the same. */
  readonly ingredients: readonly unknown[];
  /** What the sidecars at a place need. */
  readonly partAt: (place: Locality | undefined) => OutboundPart;
}

const ofMesh = new Recollection<readonly unknown[]>();
const unchanged = new Recollection<readonly unknown[]>();
const parts = new Recollection<OutboundPart>();
const clusters = new Recollection<Resource>();
const failoverClusters = new Recollection<Resource>();
const routes = new Recollection<Resource>();
const listeners = new Recollection<Resource>();

/** Renders what sidecars need for their calls. What is equal in several of them is rendered once and shared. */
export class OutboundRenderer {
  readonly #graph: MeshGraph;
  readonly #population: Population;
  /** What callers share whose equal settings come from one place, as those of repeated blocks do. */
  readonly #shared = new Map<string, Resource>();

  constructor(graph: MeshGraph, population: Population) {
    this.#graph = graph;
    this.#population = population;
  }

  callsOf(service: Service): Calls {
    const { chains, settings } = this.#graph;
    const ingredients = ofMesh.recall({ owner: service }, [chains, settings, this.#population], () => {
      const called = service.upstreams.map(({ destination }) => chains.get(destination));
      const list = [settings, this.#population, ...called];
      // Of a mesh that changed, most services still call what they called before.
      return unchanged.recall({ owner: service }, list, () => list);
    });
    return { ingredients, partAt: (place) => this.#partAt(place, service, ingredients) };
  }

  #partAt(place: Locality | undefined, service: Service, ingredients: readonly unknown[]): OutboundPart {
    const here = { owner: service, variant: `at ${place ? localityKey(place) : ""}` };
    const known = parts.find({ owner: service }, [ingredients]) ?? parts.find(here, [ingredients]);
    if (known) return known.result;
    const made = this.#render(service, place);
    return parts.keep(made.dependsOnPlace ? here : { owner: service }, [ingredients], made);
  }

  #render(service: Service, place: Locality | undefined): OutboundPart {
    const chains = service.upstreams.flatMap((upstream) => {
      const chain = upstreamChain(upstream, this.#graph.chains);
      return chain ? [{ upstream, chain }] : [];
    });
    const { targets, destinations, dependOnPlace } = calledClusters(chains, place, this.#graph);
    return {
      resources: [
        ...targets.map((target) => this.#cluster(target)),
        ...destinations.map((destination) => this.#failover(destination)),
        ...chains.map((called) => this.#listener(called)),
        ...chains.filter(({ chain }) => isHttpLike(chain.protocol)).map((called) => this.#routes(called)),
      ],
      viewKeys: targets.map(viewKey),
      dependsOnPlace: dependOnPlace,
    };
  }

  #cluster(called: CalledTarget): Resource {
    const { target, settings, protocol } = called;
    const variant = `${viewKey(called)} ${protocol}`;
    return this.#once(`cluster ${variant} ${settings.key}`, () =>
      clusters.recall(asCalled(target, settings, variant), [target, this.#graph.settings], () =>
        targetCluster(called, this.#graph.settings),
      ),
    );
  }

  #failover(called: CalledDestination): Resource {
    const { destination, settings, viewpoint } = called;
    const { target, failover } = destination;
    const variant = `${targetKey(target)} ${viewpoint ? localityKey(viewpoint) : ""}`;
    const ingredients = [target, ...failover, this.#graph.settings];
    return this.#once(`failover ${variant} ${settings.key}`, () =>
      failoverClusters.recall(asCalled(target, settings, variant), ingredients, () =>
        failoverCluster(called, this.#graph.settings),
      ),
    );
  }

  #listener({ upstream, chain }: CalledChain): Resource {
    const { settings } = this.#graph;
    // What is done with requests comes over routes; a whole connection's way is part of its listener.
    const way = isHttpLike(chain.protocol) ? undefined : this.#declared(upstream, chain);
    return listeners.recall({ owner: upstream }, [settings, way], () =>
      outboundListener(upstream, chain, settings),
    );
  }

  #routes({ upstream, chain }: CalledChain): Resource {
    const { settings } = this.#graph;
    const key = { owner: this.#declared(upstream, chain), variant: chain.protocol };
    return routes.recall(key, [settings], () => outboundRoutes(chain, settings));
  }

  /** The chain as all callers know it, of which one that speaks another protocol has a copy. */
  #declared({ destination }: Upstream, chain: DiscoveryChain): DiscoveryChain {
    return this.#graph.chains.get(destination) ?? chain;
  }

  #once(key: string, render: () => Resource): Resource {
    const known = this.#shared.get(key);
    if (known) return known;
    const resource = render();
    this.#shared.set(key, resource);
    return resource;
  }
}

/** What callers without settings have belongs to the target they call, everything else to the settings of its callers. */
function asCalled(target: Target, settings: UpstreamSettings, variant: string): RecollectionKey {
  return { owner: settings.key === "" ? target : settings, variant };
}
