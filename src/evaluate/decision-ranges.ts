import type { SourceRange } from "../diagnostics/source-file.ts";
import { outboundName } from "../envoy/names.ts";
import type { MeshGraph } from "../graph/mesh-graph.ts";

/**
 * Where the documents say what a rule or route of the resources does, by its name there. A name that says more than
 * its rule's, such as that of the default behind a caller's permissions, is found by the rule's part of it; of what no
 * document says, such as the default policy, there is nothing.
 */
export function decisionRanges(graph: MeshGraph): (name: string) => SourceRange | undefined {
  const ranges = new Map<string, SourceRange>();
  for (const rules of graph.intentions.values())
    for (const { id, decision, range } of rules) {
      ranges.set(id, range);
      if (decision.kind === "permissions")
        for (const permission of decision.permissions) ranges.set(permission.id, permission.range);
    }
  for (const { service, routes } of graph.chains.values())
    for (const [index, { range }] of routes.entries()) ranges.set(`${outboundName(service)}#${index}`, range);
  return (name) => {
    for (let part = name; part !== ""; part = part.slice(0, Math.max(0, part.lastIndexOf("#")))) {
      const range = ranges.get(part);
      if (range) return range;
    }
    return undefined;
  };
}
