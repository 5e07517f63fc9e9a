import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import type { SourceRange } from "../../diagnostics/source-file.ts";
import { graphCodes } from "../codes.ts";
import { walkDepthFirst } from "../link/depth-first.ts";
import type { EntryIndex } from "../link/entry-index.ts";
import { splitterEdges } from "../link/splitter-edges.ts";
import type { GraphCheck } from "./graph-check.ts";

interface Edge {
  readonly to: string;
  readonly range: SourceRange;
}

export const circularReferencePages: readonly ErrorPage[] = [
  {
    code: graphCodes.circularReference,
    title: "Splitters or redirects in a circle",
    meaning:
      "A split to another service enters that service's splitter, and a redirect sends requests on to another service. When they lead back to where they began, no request would ever arrive.",
    wrong: `splitter "shop" {
  split {
    weight  = 100
    service = "api"
  }
}

splitter "api" {
  split {
    weight  = 100
    service = "shop"
  }
}

service "shop" {
  port     = 8080
  protocol = "http"
  address  = "10.0.0.1"
}

service "api" {
  port     = 9090
  protocol = "http"
}`,
    right: `splitter "shop" {
  split {
    weight  = 100
    service = "api"
  }
}

service "shop" {
  port     = 8080
  protocol = "http"
  address  = "10.0.0.1"
}

service "api" {
  port     = 9090
  protocol = "http"
}`,
    wayOut: "Remove one of the steps that the message lists.",
  },
];

/** Splitters must not lead back to themselves, nor redirects: a request would never arrive. */
export const circularReference: GraphCheck = ({ index }) => [
  ...circles("splitters", index.splitters.keys(), (name) => splitterEdges(name, index)),
  ...circles("redirects", index.resolvers.keys(), (name) => redirectEdges(name, index)),
];

function redirectEdges(name: string, index: EntryIndex): readonly Edge[] {
  const entry = index.resolvers.get(name);
  const to = entry?.value.redirect?.service;
  return entry && to !== undefined && to !== name ? [{ to, range: entry.rangeAt("redirect") }] : [];
}

/** One diagnostic for each circle, at the edge that closes it. */
function circles(
  what: string,
  names: Iterable<string>,
  edgesOf: (name: string) => readonly Edge[],
): readonly Diagnostic[] {
  return walkDepthFirst(names, edgesOf).closing.map(({ edge, circle }) =>
    error({
      code: graphCodes.circularReference,
      summary: "Circular reference",
      detail: `These ${what} lead back to where they began: ${written(circle)}. Remove one of the steps.`,
      subject: edge.range,
    }),
  );
}

/** Nobody reads a long circle to its end: its first and last steps tell which one it is. */
function written(circle: readonly string[]): string {
  const shown = circle.length > 12 ? [...circle.slice(0, 8), "…", ...circle.slice(-3)] : circle;
  return shown.join(" → ");
}
