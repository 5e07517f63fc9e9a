import { typeUrls, type Resource, type TypeUrl } from "../envoy/resource.ts";
import type { ResourceKey } from "./delta-event.ts";
import { factsOf } from "./resource-facts.ts";
import { resourcesOf, type StreamState } from "./stream-state.ts";

/** Why traffic cannot be led to a cluster: what it needs is on its way, or was refused. */
export interface Obstacle {
  readonly kind: "waiting" | "held";
  readonly by: ResourceKey;
}

/** Of several clusters, what keeps traffic from being led to them, if anything. */
export type ClusterReadiness = (names: readonly string[]) => Obstacle | undefined;

/**
 * A cluster is ready when it is acknowledged, and so are its endpoints, its secrets and its member clusters. Each is
 * looked at once, however many routes lead to it.
 */
export function clusterReadiness(state: StreamState): ClusterReadiness {
  const seen = new Map<string, Obstacle | undefined>();
  const obstacleAt = (name: string): Obstacle | undefined => {
    if (seen.has(name)) return seen.get(name);
    // Before the visit of members, so that clusters that refer to each other come to an end.
    seen.set(name, undefined);
    const cluster = resourcesOf(state, typeUrls.cluster).get(name);
    // Not of this snapshot: a cluster of the bootstrap, which is always there.
    const obstacle = cluster && (ownObstacle(state, cluster) ?? worstOf(factsOf(cluster).clusters));
    seen.set(name, obstacle);
    return obstacle;
  };
  // A refusal before a wait: it will not pass by itself.
  const worstOf = (names: readonly string[]): Obstacle | undefined => {
    const obstacles = names.map(obstacleAt).filter((obstacle) => obstacle !== undefined);
    return obstacles.find(({ kind }) => kind === "held") ?? obstacles[0];
  };
  return worstOf;
}

/** Sent or refused in the very version of the snapshot; undefined when it is still to be sent. */
export function deliveryOf(state: StreamState, resource: Resource): "in-flight" | "rejected" | undefined {
  const { typeUrl, name, version } = resource;
  const type = state.types[typeUrl];
  if (type.resend.has(name)) return undefined;
  if (type.inFlight?.sent.get(name)?.version === version) return "in-flight";
  return type.rejected.get(name)?.version === version ? "rejected" : undefined;
}

/**
 * The client has endpoints of this cluster and shall have none. Not when the endpoints are to be sent again: a changed
 * cluster waits for them, its acknowledgement waits for it, and the routes wait for the acknowledgement.
 */
export function isEmptied(state: StreamState, assignment: Resource): boolean {
  const type = state.types[typeUrls.endpoint];
  const held = type.held.get(assignment.name);
  return (
    factsOf(assignment).empty &&
    held !== undefined &&
    held.empty !== true &&
    !type.resend.has(assignment.name)
  );
}

function ownObstacle(state: StreamState, cluster: Resource): Obstacle | undefined {
  const { endpoints, secrets } = factsOf(cluster);
  const needed: readonly ResourceKey[] = [
    { typeUrl: typeUrls.cluster, name: cluster.name },
    ...endpoints.map((name) => ({ typeUrl: typeUrls.endpoint, name })),
    ...secrets.map((name) => ({ typeUrl: typeUrls.secret, name })),
  ];
  for (const key of needed) {
    const obstacle = lackOf(state, key.typeUrl, key.name);
    if (obstacle) return obstacle;
  }
  return undefined;
}

function lackOf(state: StreamState, typeUrl: TypeUrl, name: string): Obstacle | undefined {
  const resource = resourcesOf(state, typeUrl).get(name);
  if (!resource || state.types[typeUrl].needs.get(name) !== "update") return undefined;
  // Emptied endpoints go last, after the routes: to wait for them would be to wait in a circle.
  if (typeUrl === typeUrls.endpoint && isEmptied(state, resource)) return undefined;
  return { kind: deliveryOf(state, resource) === "rejected" ? "held" : "waiting", by: { typeUrl, name } };
}
