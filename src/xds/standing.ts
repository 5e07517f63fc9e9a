import { typeUrls, type Resource, type TypeUrl } from "../envoy/resource.ts";
import type { HeldBack, ResourceKey } from "./delta-event.ts";
import {
  clusterReadiness,
  deliveryOf,
  isEmptied,
  type ClusterReadiness,
  type Obstacle,
} from "./cluster-readiness.ts";
import { factsOf } from "./resource-facts.ts";
import { isSubscribed, resourcesOf, type StreamState } from "./stream-state.ts";

/**
 * Where a resource that the client still lacks stands:
 * - `sendable`: nothing stands before it but, perhaps, an earlier response of its type.
 * - `in-flight`: sent, not yet answered.
 * - `emptied`: endpoints that go when traffic has moved away.
 * - `unasked`: the client will subscribe to it once it has seen what refers to it.
 * - `waiting`: something it refers to is on its way.
 * - `rejected`: refused in this version.
 * - `held`: refers to something refused, or stands behind it.
 */
export type Standing =
  { readonly kind: "sendable" | "in-flight" | "emptied" | "unasked" | "rejected" } | Obstacle;

/** The standing of everything the client still lacks; the work follows the needs, not the size of the snapshot. */
export interface Survey {
  readonly sendable: Readonly<Record<TypeUrl, readonly Resource[]>>;
  readonly emptied: readonly Resource[];
  /** Updates are under way that other updates, or the emptying of endpoints, should not overtake. */
  readonly busy: boolean;
  readonly held: readonly HeldBack[];
}

export function survey(state: StreamState): Survey {
  const surveyor = new Surveyor(state);
  // Parents before children: what a client will ask for depends on what becomes of its parent.
  for (const typeUrl of [
    typeUrls.cluster,
    typeUrls.endpoint,
    typeUrls.listener,
    typeUrls.route,
    typeUrls.secret,
  ]) {
    surveyor.visit(typeUrl);
  }
  return surveyor;
}

class Surveyor implements Survey {
  readonly sendable: Record<TypeUrl, Resource[]> = {
    [typeUrls.cluster]: [],
    [typeUrls.endpoint]: [],
    [typeUrls.listener]: [],
    [typeUrls.route]: [],
    [typeUrls.secret]: [],
  };
  readonly emptied: Resource[] = [];
  readonly held: HeldBack[] = [];
  busy = false;
  private readonly state: StreamState;
  private readonly parents = new Map<string, Parent>();
  private readonly obstacleAt: ClusterReadiness;

  constructor(state: StreamState) {
    this.state = state;
    this.obstacleAt = clusterReadiness(state);
  }

  visit(typeUrl: TypeUrl): void {
    const resources = resourcesOf(this.state, typeUrl);
    for (const [name, need] of this.state.types[typeUrl].needs) {
      const resource = need === "update" ? resources.get(name) : undefined;
      if (resource) this.file(resource, this.standingOf(resource));
    }
  }

  private file(resource: Resource, standing: Standing): void {
    const { typeUrl, name } = resource;
    switch (standing.kind) {
      case "sendable":
        this.sendable[typeUrl].push(resource);
        this.busy = true;
        break;
      case "in-flight":
      case "waiting":
        this.busy = true;
        break;
      case "emptied":
        this.emptied.push(resource);
        break;
      case "held":
        this.held.push({ typeUrl, name, blockedBy: standing.by });
        break;
      case "unasked":
      case "rejected":
        break;
    }
    this.claimChildren(resource, standing);
  }

  /** A child with several parents follows the one that gets furthest. */
  private claimChildren(parent: Resource, standing: Standing): void {
    const { endpoints, routes, secrets } = factsOf(parent);
    const claim = (typeUrl: TypeUrl, names: readonly string[]): void => {
      for (const name of names) {
        const key = `${typeUrl} ${name}`;
        const known = this.parents.get(key);
        if (!known || isStuck(known.standing)) this.parents.set(key, { resource: parent, standing });
      }
    };
    claim(typeUrls.endpoint, endpoints);
    claim(typeUrls.route, routes);
    claim(typeUrls.secret, secrets);
  }

  private standingOf(resource: Resource): Standing {
    const { typeUrl, name } = resource;
    const type = this.state.types[typeUrl];
    const delivery = deliveryOf(this.state, resource);
    if (delivery) return { kind: delivery };
    if (!isSubscribed(type, name)) return this.unaskedStanding(resource);
    switch (typeUrl) {
      case typeUrls.secret:
      case typeUrls.cluster:
        return { kind: "sendable" };
      case typeUrls.endpoint:
        return { kind: isEmptied(this.state, resource) ? "emptied" : "sendable" };
      case typeUrls.listener:
        return this.obstacleAt(this.destinationsOf(resource)) ?? { kind: "sendable" };
      case typeUrls.route:
        return (
          this.obstacleAt(factsOf(resource).clusters) ?? this.behindListener(resource) ?? { kind: "sendable" }
        );
    }
  }

  private unaskedStanding(resource: Resource): Standing {
    const parent = this.parents.get(`${resource.typeUrl} ${resource.name}`);
    return parent && isStuck(parent.standing)
      ? { kind: "held", by: keyOf(parent.resource) }
      : { kind: "unasked" };
  }

  /**
   * Where a listener's requests go: by itself, and by routes that the client has yet to receive. A listener is not open
   * until it has its routes, and may already have taken the address of the one before.
   */
  private destinationsOf(listener: Resource): readonly string[] {
    const { clusters, routes } = factsOf(listener);
    const { held } = this.state.types[typeUrls.route];
    const known = resourcesOf(this.state, typeUrls.route);
    const awaited = routes.filter((name) => !held.has(name)).map((name) => known.get(name));
    return [...clusters, ...awaited.flatMap((route) => (route ? factsOf(route).clusters : []))];
  }

  /**
   * A listener and its routes that change together arrive in order; a listener that is stuck delays no route. A route
   * that the client does not have yet it asks for because it has seen the listener.
   */
  private behindListener(route: Resource): Standing | undefined {
    const parent = this.parents.get(`${route.typeUrl} ${route.name}`);
    if (!parent || !this.state.types[typeUrls.route].held.has(route.name)) return undefined;
    const onItsWay = parent.standing.kind === "sendable" || parent.standing.kind === "in-flight";
    return onItsWay ? { kind: "waiting", by: keyOf(parent.resource) } : undefined;
  }
}

interface Parent {
  readonly resource: Resource;
  readonly standing: Standing;
}

function isStuck({ kind }: Standing): boolean {
  return kind === "rejected" || kind === "held";
}

function keyOf({ typeUrl, name }: Resource): ResourceKey {
  return { typeUrl, name };
}
