import type { SourceRange } from "../../diagnostics/source-file.ts";
import { positionAt } from "../../diagnostics/source-file.ts";
import type { ChainSplit, DiscoveryChain } from "../../graph/discovery-chain.ts";
import { intentionBetween } from "../../graph/intention-between.ts";
import type { Standing } from "../../graph/intention-between.ts";
import type { MeshGraph } from "../../graph/mesh-graph.ts";
import type { Target } from "../../graph/target.ts";

/** Who calls whom in a mesh: what every form of `mesh graph` shows. The JSON form is this. */
export interface MeshPicture {
  /** Sorted by name. */
  readonly services: readonly PicturedService[];
  /** Sorted by caller, then by the service called. */
  readonly calls: readonly PicturedCall[];
}

export interface PicturedService {
  readonly name: string;
  readonly protocol: string;
  readonly instances: number;
  readonly declaredAt: Place;
}

/** All that a caller's upstreams send to one service. */
export interface PicturedCall {
  readonly from: string;
  readonly to: string;
  readonly standing: Standing;
  /** The intention that decides; undefined when it is the default policy. */
  readonly rule: { readonly id: string; readonly declaredAt: Place } | undefined;
  /** The ways there, in the order in which requests meet them. */
  readonly shares: readonly PicturedShare[];
}

export interface PicturedShare {
  /** The upstream that is asked for. */
  readonly upstream: string;
  /** The route that takes the request, counted from 0; undefined for what no route takes. */
  readonly route: number | undefined;
  readonly subset: string | undefined;
  /** Of the requests that come this way; undefined when it only stands in for another that has no healthy instance. */
  readonly percent: number | undefined;
}

export interface Place {
  readonly file: string;
  readonly line: number;
}

export function meshPicture(graph: MeshGraph): MeshPicture {
  return {
    services: [...graph.services.values()].map(({ name, protocol, instances, range }) => ({
      name,
      protocol,
      instances: instances.length,
      declaredAt: placeOf(range),
    })),
    calls: [...graph.services.keys()].flatMap((from) => callsOf(from, graph)),
  };
}

function callsOf(from: string, graph: MeshGraph): readonly PicturedCall[] {
  const byService = new Map<string, PicturedShare[]>();
  for (const { destination } of graph.services.get(from)?.upstreams ?? []) {
    const chain = graph.chains.get(destination);
    for (const [to, share] of chain ? sharesOf(chain) : []) {
      const known = byService.get(to);
      if (known) known.push(share);
      else byService.set(to, [share]);
    }
  }
  return [...byService]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([to, shares]) => {
      const { standing, rule } = intentionBetween(graph, from, to);
      return { from, to, standing, rule: rule && { id: rule.id, declaredAt: placeOf(rule.range) }, shares };
    });
}

type Share = readonly [to: string, PicturedShare];

function sharesOf({ service, routes, splits }: DiscoveryChain): readonly Share[] {
  const routed = routes.flatMap((route, position) => route.splits.flatMap(shares(service, position)));
  return [...routed, ...splits.flatMap(shares(service, undefined))];
}

function shares(upstream: string, route: number | undefined) {
  return ({ target, failover, weight }: ChainSplit): readonly Share[] => {
    const share = (to: Target, percent: number | undefined): Share => [
      to.service,
      { upstream, route, subset: to.subset, percent },
    ];
    return [share(target, weight), ...failover.map((other) => share(other, undefined))];
  };
}

function placeOf(range: SourceRange): Place {
  return { file: range.file.filename, line: positionAt(range.file, range.start).line };
}
