import type { SourceRange } from "../diagnostics/source-file.ts";
import { outboundName } from "../envoy/names.ts";
import type { MeshGraph } from "../graph/mesh-graph.ts";

/**
 * Where the documents say what a rule or route of the resources does, by its name there. A name that says more than
 * its rule's, such as that of the default behind a caller's permissions, is found by the rule's part of it; of what no
 * document says, such as the default policy, there is nothing.
 */
export function decisionRanges(graph: MeshGraph): (name: string) => SourceRange | undefined {
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

function rangesOfRules({ intentions }: MeshGraph): readonly Named[] {
  return [...intentions.values()].flat().flatMap(({ id, decision, range }): readonly Named[] => {
    const permissions = decision.kind === "permissions" ? decision.permissions : [];
    return [[id, range], ...permissions.map((permission): Named => [permission.id, permission.range])];
  });
}

function rangesOfRoutes({ chains }: MeshGraph): readonly Named[] {
  return [...chains.values()].flatMap(({ service, routes }) =>
    routes.map(({ range }, index): Named => [`${outboundName(service)}#${index}`, range]),
  );
}
