import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { SourceRange } from "../../diagnostics/source-file.ts";
import { graphCodes } from "../codes.ts";
import type { EntryIndex } from "../link/entry-index.ts";
import type { GraphCheck } from "./graph-check.ts";

interface Edge {
  readonly to: string;
  readonly range: SourceRange;
}

/** Splitters must not lead back to themselves, nor redirects: a request would never arrive. */
export const circularReference: GraphCheck = ({ index }) => [
  ...circles("splitters", [...index.splitters.keys()], (name) => splitterEdges(name, index)),
  ...circles("redirects", [...index.resolvers.keys()], (name) => redirectEdges(name, index)),
];

function splitterEdges(name: string, index: EntryIndex): readonly Edge[] {
  const entry = index.splitters.get(name);
  return (entry?.value.splits ?? []).flatMap((split, position) => {
    const to = split.service ?? name;
    const enters = to !== name && split.service_subset === undefined && index.splitters.has(to);
    return enters && entry ? [{ to, range: entry.rangeAt("splits", position) }] : [];
  });
}

function redirectEdges(name: string, index: EntryIndex): readonly Edge[] {
  const entry = index.resolvers.get(name);
  const to = entry?.value.redirect?.service;
  return entry && to !== undefined && to !== name ? [{ to, range: entry.rangeAt("redirect") }] : [];
}

/** One diagnostic for each circle, at the edge that closes it; depth-first with three colours, so linear in the edges. */
function circles(
  what: string,
  names: readonly string[],
  edgesOf: (name: string) => readonly Edge[],
): readonly Diagnostic[] {
  const state = new Map<string, "open" | "done">();
  const found: Diagnostic[] = [];
  const path: string[] = [];

  const visit = (name: string): void => {
    state.set(name, "open");
    path.push(name);
    for (const edge of edgesOf(name)) {
      const known = state.get(edge.to);
      if (known === undefined) visit(edge.to);
      if (known === "open")
        found.push(report(what, [...path.slice(path.indexOf(edge.to)), edge.to], edge.range));
    }
    path.pop();
    state.set(name, "done");
  };

  for (const name of names) if (!state.has(name)) visit(name);
  return found;
}

function report(what: string, circle: readonly string[], subject: SourceRange): Diagnostic {
  return error({
    code: graphCodes.circularReference,
    summary: "Circular reference",
    detail: `These ${what} lead back to where they began: ${circle.join(" → ")}. Remove one of the steps.`,
    subject,
  });
}
