import type { CompiledMesh } from "../../compile.ts";
import { renderEndpoints } from "../../envoy/render-proxy.ts";
import { evaluatedProxies } from "../../evaluate/evaluated-proxies.ts";
import { decisionRanges } from "../../evaluate/decision-ranges.ts";
import type { Evaluation, MeshRequest, Way } from "../../evaluate/evaluation.ts";
import { Evaluator } from "../../evaluate/evaluator.ts";
import type { SourceRange } from "../../diagnostics/source-file.ts";

/** Answers what requests would meet, from what the proxies of a mesh would be told; every instance is taken to be well. */
export class MeshTraffic {
  readonly #mesh: CompiledMesh;
  readonly #evaluator: Evaluator;
  readonly #rangeOf: ReturnType<typeof decisionRanges>;

  constructor(mesh: CompiledMesh) {
    this.#mesh = mesh;
    const endpoints = renderEndpoints(mesh.graph, { healthOf: () => "passing" });
    this.#evaluator = new Evaluator(evaluatedProxies(mesh.proxies, endpoints));
    this.#rangeOf = decisionRanges(mesh.graph);
  }

  declares(service: string): boolean {
    return this.#mesh.graph.services.has(service);
  }

  /** Undefined when the caller has no sidecar. */
  ask(caller: string, destination: string, request: MeshRequest): Evaluation | undefined {
    const from = this.#mesh.proxies.find(({ service }) => service === caller)?.id;
    return from === undefined ? undefined : this.#evaluator.evaluate({ from, to: { destination }, request });
  }

  /** The services that have an upstream for a service. */
  callersOf(destination: string): readonly string[] {
    const callers = this.#mesh.proxies
      .map(({ service }) => service)
      .filter((service) => this.ask(service, destination, {})?.listener !== undefined);
    return [...new Set(callers)];
  }

  /** How many of a hundred requests go to each subset of the service; those of others stand under their clusters' names. */
  sharesOf(caller: string, destination: string): ReadonlyMap<string, number> | undefined {
    const evaluation = this.ask(caller, destination, {});
    if (!evaluation) return undefined;
    const shares = new Map<string, number>();
    for (const { share, endpoint, sent } of evaluation.ways) {
      const name = subsetOf(endpoint?.cluster ?? sent?.cluster ?? "none", destination);
      // Thousandths of a percent are the finest that weights have; sums of fractions have more digits than that.
      shares.set(name, Math.round(((shares.get(name) ?? 0) + share * 100) * 1000) / 1000);
    }
    return shares;
  }

  /** Where the rule stands that decided about a way's end. */
  decisionOf({ details }: Way): SourceRange | undefined {
    const [, rule] = /\[(.+)\]$/.exec(details) ?? [];
    return rule === undefined ? undefined : this.#rangeOf(rule);
  }
}

function subsetOf(cluster: string, service: string): string {
  const [first = "", second] = cluster.split(".");
  if (first === service) return service;
  return second === service ? first : cluster;
}
