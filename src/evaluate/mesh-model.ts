import type { FilterChain, Listener } from "../envoy/gen/envoy.config.listener.v3.ts";
import type { RouteConfiguration } from "../envoy/gen/envoy.config.route.v3.ts";
import { typeUrls } from "../envoy/resource.ts";
import type { Resource } from "../envoy/resource.ts";
import type { Endpoint } from "./cluster/endpoint-shares.ts";
import { localConnection } from "./condition/request-view.ts";
import type { Connection } from "./condition/request-view.ts";
import { chooseFilterChain } from "./network/filter-chain.ts";
import { chainWalk, routesOf } from "./network/chain-walk.ts";
import { handshake } from "./network/handshake.ts";
import type { Walk } from "./passage.ts";
import { ProxyModel, messageOf } from "./proxy-model.ts";
import type { EvaluatedProxy } from "./proxy-model.ts";

/** What a connection to an instance leads to. */
export type Connected =
  | Arrival
  /** No proxy is known to listen there. */
  | { readonly kind: "stranger"; readonly isTls: boolean; readonly resources: readonly Resource[] }
  | {
      readonly kind: "failed";
      readonly verdict: "denied" | "unreachable";
      readonly details: string;
      readonly proxy: ProxyModel;
      readonly resources: readonly Resource[];
    };

/** A filter chain of another proxy. */
export interface Arrival {
  readonly kind: "arrival";
  readonly proxy: ProxyModel;
  readonly walk: Walk;
  /** The same object for all instances that see the connection alike. */
  readonly connection: Connection;
  readonly resources: readonly Resource[];
}

/** A listener of a caller's own proxy. */
export interface Departure {
  readonly listener: string;
  /** Where it listens, as a client names it. */
  readonly authority: string;
  /** Undefined when no filter chain wants a connection in clear. */
  readonly walk: Walk | undefined;
  readonly resources: readonly Resource[];
}

interface InboundListener {
  readonly proxy: ProxyModel;
  readonly listener: Listener;
  readonly resource: Resource;
}

/** All proxies of a mesh, and the ways between them, each worked out when first asked for. */
export class MeshModel {
  readonly #proxies: ReadonlyMap<string, ProxyModel>;
  readonly #inbound = new Map<string, InboundListener>();
  /** By the text of a chain, and then by its routes: the sidecars of a service share both. */
  readonly #walks = new Map<string, Map<RouteConfiguration | undefined, Walk>>();
  readonly #chainTexts = new WeakMap<FilterChain, string>();
  readonly #connected = new WeakMap<ProxyModel, Map<Endpoint, Connected>>();
  readonly #connections = new Map<string, Connection>();
  readonly #departures = new WeakMap<Resource, Map<ProxyModel, Departure>>();

  constructor(proxies: readonly EvaluatedProxy[]) {
    const models = proxies.map((proxy) => ({ proxy: new ProxyModel(proxy), reached: proxy.reached }));
    this.#proxies = new Map(models.map(({ proxy }) => [proxy.id, proxy]));
    for (const { proxy, reached } of models)
      for (const resource of proxy.listeners) {
        const listener = messageOf(typeUrls.listener, resource);
        if (listener.traffic_direction !== "INBOUND") continue;
        const { address = "", port_value = 0 } = listener.address?.socket_address ?? {};
        const place = reached?.listener === resource.name ? reached : { address, port: port_value };
        this.#inbound.set(`${place.address} ${place.port}`, { proxy, listener, resource });
      }
  }

  proxy(id: string): ProxyModel | undefined {
    return this.#proxies.get(id);
  }

  /** What happens to what a caller's application sends to one of its proxy's listeners. */
  departure(caller: ProxyModel, resource: Resource): Departure {
    const known = this.#departures.get(resource) ?? new Map<ProxyModel, Departure>();
    this.#departures.set(resource, known);
    const departure = known.get(caller) ?? this.#newDeparture(caller, resource);
    known.set(caller, departure);
    return departure;
  }

  /** Where a connection from a proxy to an instance of one of its clusters ends. */
  connect(caller: ProxyModel, endpoint: Endpoint): Connected {
    const known = this.#connected.get(caller) ?? new Map<Endpoint, Connected>();
    this.#connected.set(caller, known);
    const connected = known.get(endpoint) ?? this.#newConnection(caller, endpoint);
    known.set(endpoint, connected);
    return connected;
  }

  /** A chain of a proxy, made ready once for all proxies that have an equal one with the same routes. */
  #walk(chain: FilterChain, proxy: ProxyModel): Walk {
    const routesNamed = (name: string): RouteConfiguration | undefined => {
      const resource = proxy.resource(typeUrls.route, name);
      return resource && messageOf(typeUrls.route, resource);
    };
    const name = routesOf(chain);
    const routes = name === undefined ? undefined : routesNamed(name);
    const text = this.#textOf(chain);
    const known = this.#walks.get(text) ?? new Map<RouteConfiguration | undefined, Walk>();
    this.#walks.set(text, known);
    const walk = known.get(routes) ?? chainWalk(chain, routesNamed);
    known.set(routes, walk);
    return walk;
  }

  #newDeparture(caller: ProxyModel, resource: Resource): Departure {
    const listener = messageOf(typeUrls.listener, resource);
    const { address = "", port_value = 0 } = listener.address?.socket_address ?? {};
    const chain = chooseFilterChain(listener, localConnection);
    return {
      listener: resource.name,
      authority: `${address}:${port_value}`,
      walk: chain && this.#walk(chain, caller),
      resources: chain ? [resource, ...resourcesOfChain(chain, caller)] : [resource],
    };
  }

  #newConnection(caller: ProxyModel, endpoint: Endpoint): Connected {
    const cluster = caller.clusterMessage(endpoint.cluster) ?? {};
    const found =
      this.#inbound.get(`${endpoint.address} ${endpoint.port}`) ??
      this.#inbound.get(`0.0.0.0 ${endpoint.port}`);
    if (!found) return { kind: "stranger", isTls: cluster.transport_socket !== undefined, resources: [] };
    const { proxy, listener, resource } = found;
    const outcome = handshake({
      cluster,
      callerId: caller.spiffeId,
      listener,
      destinationId: proxy.spiffeId,
    });
    if (outcome.kind === "failed") return { ...outcome, proxy, resources: [resource] };
    const { chain, connection } = outcome;
    return {
      kind: "arrival",
      proxy,
      walk: this.#walk(chain, proxy),
      connection: this.#shared(connection),
      resources: [resource, ...resourcesOfChain(chain, proxy)],
    };
  }

  #shared(connection: Connection): Connection {
    const key = JSON.stringify(connection);
    const known = this.#connections.get(key) ?? connection;
    this.#connections.set(key, known);
    return known;
  }

  #textOf(chain: FilterChain): string {
    const text = this.#chainTexts.get(chain) ?? JSON.stringify(chain.filters ?? []);
    this.#chainTexts.set(chain, text);
    return text;
  }
}

/** The resources a chain refers to. */
function resourcesOfChain(chain: FilterChain, proxy: ProxyModel): readonly Resource[] {
  const name = routesOf(chain);
  const routes = name === undefined ? undefined : proxy.resource(typeUrls.route, name);
  return routes ? [routes] : [];
}
