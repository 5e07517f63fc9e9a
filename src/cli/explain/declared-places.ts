import { positionAt } from "../../diagnostics/source-file.ts";
import type { SourceRange } from "../../diagnostics/source-file.ts";
import { defaultDecisionName, outboundName, outboundRouteName } from "../../envoy/names.ts";
import type { IntentionRule } from "../../graph/intention-rule.ts";
import type { MeshGraph } from "../../graph/mesh-graph.ts";

/** A line of a document. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** Where the rules and routes that Envoy knows by name were written. */
export class DeclaredPlaces {
  readonly #rules = new Map<string, SourceRange>();
  readonly #routes = new Map<string, SourceRange>();

  /** When there are no documents to look at. */
  static readonly none = new DeclaredPlaces(undefined);

  constructor(graph: MeshGraph | undefined) {
    if (!graph) return;
    for (const rule of [...graph.intentions.values()].flat()) this.#addRule(rule);
    for (const { service, routes, origins } of graph.chains.values()) {
      for (const [index, route] of routes.entries())
        this.#routes.set(outboundRouteName(service, index), route.range);
      const whole = origins.at(routes.length);
      if (whole) this.#routes.set(outboundName(service), whole);
    }
    const { range } = graph.settings;
    if (range) this.#rules.set(defaultDecisionName(graph.settings.defaultIntentionPolicy), range);
  }

  #addRule({ id, range, decision }: IntentionRule): void {
    this.#rules.set(id, range);
    if (decision.kind === "action") return;
    for (const permission of decision.permissions) this.#rules.set(permission.id, permission.range);
  }

  /** Of a rule, or of the rule of which the name tells a particular end, such as `api/web#default-deny`. */
  ofRule(name: string): Place | undefined {
    const known = this.#rules.get(name) ?? this.#rules.get(name.slice(0, name.lastIndexOf("#")));
    return known && placeOf(known);
  }

  ofRoute(name: string): Place | undefined {
    const known = this.#routes.get(name);
    return known && placeOf(known);
  }
}

export function placeOf({ file, start }: SourceRange): Place {
  return { file: file.filename, line: positionAt(file, start).line };
}
