import type { RenderedProxy } from "../../envoy/render-proxy.ts";
import { chainTargets } from "../../graph/discovery-chain.ts";
import type { MeshGraph } from "../../graph/mesh-graph.ts";
import type { EvaluatedMesh } from "../explain/mesh-evaluator.ts";

/** A service that calls another. */
export interface Call {
  readonly source: string;
  readonly destination: string;
}

/** Calls whose proxies, on any way that they may take, are told something else; sorted by caller and destination. */
export function affectedCalls(before: EvaluatedMesh, after: EvaluatedMesh): readonly Call[] {
  const changed = changedServices(before.proxies, after.proxies);
  const graphs = [before.graph, after.graph];
  return [...after.graph.services.keys()].sort().flatMap((source) => {
    const upstreams = graphs.flatMap((graph) => graph.services.get(source)?.upstreams ?? []);
    const destinations = [...new Set(upstreams.map(({ destination }) => destination))].sort();
    return destinations
      .filter((destination) =>
        [source, ...graphs.flatMap((graph) => servicesBehind(graph, destination))].some((service) =>
          changed.has(service),
        ),
      )
      .map((destination) => ({ source, destination }));
  });
}

/** Services of which a proxy is told something else, comes or goes. */
function changedServices(
  before: readonly RenderedProxy[],
  after: readonly RenderedProxy[],
): ReadonlySet<string> {
  const old = new Map(before.map((proxy) => [proxy.id, proxy]));
  const next = new Set(after.map(({ id }) => id));
  const gone = before.filter(({ id }) => !next.has(id));
  const changed = after.filter((proxy) => !isToldTheSame(old.get(proxy.id), proxy));
  return new Set([...gone, ...changed].map(({ service }) => service));
}

/** What is equal in both meshes is mostly the same object; where a document's lines have moved it is not. */
function isToldTheSame(before: RenderedProxy | undefined, after: RenderedProxy): boolean {
  if (before === after) return true;
  if (before?.resources.length !== after.resources.length) return false;
  return after.resources.every((resource, index) => {
    const old = before.resources[index];
    return old === resource || (old?.name === resource.name && old.version === resource.version);
  });
}

function servicesBehind(graph: MeshGraph, destination: string): readonly string[] {
  const chain = graph.chains.get(destination);
  return chain ? chainTargets(chain).map(({ service }) => service) : [];
}
