import { failoverClusterName, targetClusterName } from "../../envoy/names.ts";
import { chainTargets } from "../../graph/discovery-chain.ts";
import type { MeshGraph } from "../../graph/mesh-graph.ts";
import { targetKey } from "../../graph/target.ts";
import type { Evaluation } from "../evaluation.ts";
import type { Evaluator } from "../evaluator.ts";
import { meshEvaluator } from "../explain/mesh-evaluator.ts";
import type { EvaluatedMesh } from "../explain/mesh-evaluator.ts";
import type { Call } from "./affected-calls.ts";
import type { SampleRequest } from "./sample-requests.ts";

export interface TrafficShare {
  /** A subset of the destination, or another target as `subset.service` or a service. */
  readonly target: string;
  readonly percent: number;
}

/** What becomes of a request. */
export interface Outcome {
  readonly verdict: Evaluation["verdict"];
  readonly shares: readonly TrafficShare[];
}

/** A mesh that questions are asked of. */
export interface Side {
  readonly graph: MeshGraph;
  readonly evaluator: Evaluator;
  /** A proxy of each service, by the service's name: those of one service are told the same, but for what is near them. */
  readonly callers: ReadonlyMap<string, string>;
}

export function sideOf(mesh: EvaluatedMesh): Side {
  const callers = new Map([...mesh.proxies].reverse().map(({ service, id }) => [service, id]));
  return { graph: mesh.graph, evaluator: meshEvaluator(mesh), callers };
}

/** Undefined where there is no such upstream. */
export function outcomeOf(
  { graph, evaluator, callers }: Side,
  { source, destination }: Call,
  { request }: SampleRequest,
): Outcome | undefined {
  const from = callers.get(source);
  if (from === undefined) return undefined;
  const evaluation = evaluator.evaluate({ from, to: { destination }, request });
  if (evaluation.listener === undefined) return undefined;
  return { verdict: evaluation.verdict, shares: sharesOf(evaluation, graph, destination) };
}

function sharesOf({ ways }: Evaluation, graph: MeshGraph, destination: string): readonly TrafficShare[] {
  const labels = targetLabels(graph, destination);
  const percents = new Map<string, number>();
  for (const { share, sent } of ways) {
    if (!sent) continue;
    const target = labels.get(sent.cluster) ?? sent.cluster;
    percents.set(target, (percents.get(target) ?? 0) + share * 100);
  }
  return [...percents]
    .map(([target, percent]) => ({ target, percent: Math.round(percent * 100) / 100 }))
    .sort((a, b) => (a.target < b.target ? -1 : 1));
}

function targetLabels(graph: MeshGraph, destination: string): ReadonlyMap<string, string> {
  const chain = graph.chains.get(destination);
  const targets = chain ? chainTargets(chain) : [];
  return new Map(
    targets.flatMap((target) => {
      const label = target.service === destination ? (target.subset ?? target.service) : targetKey(target);
      const cluster = targetClusterName(graph.settings, target);
      return [
        [cluster, label],
        [failoverClusterName(cluster), label],
      ] as const;
    }),
  );
}
