import { defaultDecisionName } from "../../envoy/names.ts";
import { intentionBetween } from "../../graph/intention-between.ts";
import type { Standing } from "../../graph/intention-between.ts";
import { decisionRanges } from "../decision-ranges.ts";
import type { Evaluation, MeshRequest } from "../evaluation.ts";
import { explain } from "./explanation.ts";
import type { ExplainedWay, Explanation } from "./explanation.ts";
import { meshEvaluator } from "./mesh-evaluator.ts";
import type { EvaluatedMesh } from "./mesh-evaluator.ts";
import { placeOf } from "./place-text.ts";
import type { Place } from "./place-text.ts";
import { verdictChanges } from "./verdict-changes.ts";

/** Who calls whom. */
export interface Call {
  /** A service; where a request is given, one of its instances will do. */
  readonly source: string;
  readonly destination: string;
  /** Undefined: whatever the source may ask, as its intentions alone say. */
  readonly request: MeshRequest | undefined;
}

/** Whether a call gets through, and what decides that. */
export interface Reachability {
  readonly kind: "known";
  /** In every case: what depends on the request, or on the way it takes, is not allowed. */
  readonly isAllowed: boolean;
  /** What intentions say of all requests, or how the given one ends. */
  readonly verdict: Standing | Evaluation["verdict"];
  /** As the access log names it; undefined when none was asked. */
  readonly rule: string | undefined;
  readonly declaredAt: Place | undefined;
  /** Those with the largest share first; none without a request. */
  readonly ways: readonly ExplainedWay[];
  /** What would make the answer another one, in sentences. */
  readonly changes: readonly string[];
  /** What the answer rests on beyond the configuration, in sentences. */
  readonly assumptions: readonly string[];
}

/** A call of or by somebody who is not there. */
export interface UnknownName {
  readonly kind: "unknown-name";
  readonly name: string;
  /** The names that are there. */
  readonly known: readonly string[];
}

/** Says of a call what `mesh intention check` says without a request, and `mesh explain` with one. */
export function reachability(mesh: EvaluatedMesh, call: Call): Reachability | UnknownName {
  const { source, destination, request } = call;
  const { services } = mesh.graph;
  if (!services.has(destination))
    return { kind: "unknown-name", name: destination, known: [...services.keys()] };
  return request ? ofRequest(mesh, { source, destination, request }) : ofIntentions(mesh, call);
}

function ofIntentions({ graph }: EvaluatedMesh, { source, destination }: Call): Reachability | UnknownName {
  const { standing, rule } = intentionBetween(graph, source, destination);
  // One that an intention names may be a caller outside of the mesh.
  if (!graph.services.has(source) && rule?.source !== source)
    return { kind: "unknown-name", name: source, known: [...graph.services.keys()] };
  const { defaultIntentionPolicy, range } = graph.settings;
  const decidedAt = rule ? rule.range : range;
  return {
    kind: "known",
    isAllowed: standing === "allowed",
    verdict: standing,
    rule: rule?.id ?? defaultDecisionName(defaultIntentionPolicy),
    declaredAt: decidedAt && placeOf(decidedAt),
    ways: [],
    changes: [],
    assumptions: [],
  };
}

function ofRequest(
  mesh: EvaluatedMesh,
  { source, destination, request }: Call & { readonly request: MeshRequest },
): Reachability | UnknownName {
  const caller = mesh.proxies.find(
    ({ id, service, instance }) => service === source || instance.id === source || id === source,
  );
  if (!caller) return { kind: "unknown-name", name: source, known: [...mesh.graph.services.keys()] };
  const evaluation = meshEvaluator(mesh).evaluate({ from: caller.id, to: { destination }, request });
  const explanation = explain(evaluation, decisionRanges(mesh.graph));
  const { verdict, ways, assumptions } = explanation;
  const decision = decidingStep(explanation);
  return {
    kind: "known",
    isAllowed: verdict === "allowed",
    verdict,
    rule: decision?.name,
    declaredAt: decision?.declaredAt,
    ways,
    changes:
      evaluation.listener === undefined
        ? [`"${source}" has no upstream "${destination}": add one to its service.`]
        : verdictChanges(explanation, { caller: caller.service, destination }),
    assumptions,
  };
}

/** Of a way that is not allowed, if there is one: who may pass on some ways only wants to know what stops the others. */
function decidingStep({ ways }: Explanation): ExplainedWay["steps"][number] | undefined {
  const way = ways.find(({ verdict }) => verdict !== "allowed") ?? ways[0];
  return way?.steps.findLast(({ kind }) => kind === "rule");
}
