import type { SourceRange } from "../diagnostics/source-file.ts";
import { defaultDecisionName, outboundName, outboundRouteName } from "../envoy/names.ts";
import type { MeshGraph } from "../graph/mesh-graph.ts";

/** Finds what a rule or route is by its name in the resources; undefined for what no document says. */
export type DecisionRanges = (name: string) => SourceRange | undefined;

/** When there are no documents to look at. */
export const noDecisionRanges: DecisionRanges = () => undefined;

/**
 * Where the documents say what a rule or route of the resources does, by its name there. A name that says more than
 * its rule's, such as that of the default behind a caller's permissions, is found by the rule's part of it; of what no
 * document says, such as a default policy that is left at its default, there is nothing.
 */
export function decisionRanges(graph: MeshGraph): DecisionRanges {
  const ranges = new Map([...rangesOfRules(graph), ...rangesOfRoutes(graph)]);
  return (name) => {
    for (let part = name; part !== ""; part = part.slice(0, Math.max(0, part.lastIndexOf("#")))) {
      const range = ranges.get(part);
      if (range) return range;
    }
    return undefined;
  };
}

type Named = readonly [name: string, range: SourceRange];

function rangesOfRules({ intentions, settings }: MeshGraph): readonly Named[] {
  const rules = [...intentions.values()].flat().flatMap(({ id, decision, range }): readonly Named[] => {
    const permissions = decision.kind === "permissions" ? decision.permissions : [];
    return [[id, range], ...permissions.map((permission): Named => [permission.id, permission.range])];
  });
  const byDefault = defaultDecisionName(settings.defaultIntentionPolicy);
  return settings.range ? [...rules, [byDefault, settings.range]] : rules;
}

function rangesOfRoutes({ chains }: MeshGraph): readonly Named[] {
  return [...chains.values()].flatMap(({ service, routes, origins }): readonly Named[] => {
    const whole = origins.at(routes.length);
    const own = routes.map(({ range }, index): Named => [outboundRouteName(service, index), range]);
    return whole ? [...own, [outboundName(service), whole]] : own;
  });
}
