import { isHttpLike } from "../graph/mesh-graph.ts";
import type { Instance, MeshGraph, Service } from "../graph/mesh-graph.ts";
import type { ExposedPath } from "../graph/service-settings.ts";
import { exposedCluster, localCluster } from "./cluster/local-application-cluster.ts";
import { exposedListener } from "./listener/exposed-listener.ts";
import { inboundListener } from "./listener/inbound-listener.ts";
import type { Resource } from "./resource.ts";
import { exposedRoutes } from "./route/exposed-routes.ts";

/** What a sidecar is told about its own instance alone; the routes that all instances of a service share are apart. */
export function renderInbound(graph: MeshGraph, service: Service, instance: Instance): readonly Resource[] {
  const groups = byListener(instance.exposedPaths);
  return [
    localCluster(service, instance),
    ...distinctByName(instance.exposedPaths.map((path) => exposedCluster(service, path))),
    inboundListener(graph, service, instance),
    ...groups.map((paths) => exposedListener(instance, paths, graph.settings)),
    ...groups.map((paths) => exposedRoutes(instance, paths)),
  ];
}

/** Whether callers without a certificate have routes of their own. */
export function hasClearTextRoutes({ protocol, settings }: Service): boolean {
  return isHttpLike(protocol) && settings.mutualTlsMode.value === "permissive";
}

type PathGroup = readonly [ExposedPath, ...ExposedPath[]];

/** Paths that share a port share a listener. */
function byListener(paths: readonly ExposedPath[]): readonly PathGroup[] {
  const groups = new Map<number, PathGroup>();
  for (const path of paths) {
    const group = groups.get(path.listenerPort);
    groups.set(path.listenerPort, group ? [...group, path] : [path]);
  }
  return [...groups.values()];
}

function distinctByName(resources: readonly Resource[]): readonly Resource[] {
  return [...new Map(resources.map((resource) => [resource.name, resource])).values()];
}
