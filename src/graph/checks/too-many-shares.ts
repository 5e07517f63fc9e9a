import { error } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { graphCodes } from "../codes.ts";
import { maxShares } from "../link/flatten-splitters.ts";
import { splitterEdges } from "../link/splitter-edges.ts";
import type { GraphCheck } from "./graph-check.ts";

export const tooManySharesPages: readonly ErrorPage[] = [
  {
    code: graphCodes.tooManyShares,
    title: "A splitter with too many shares",
    meaning:
      "A splitter that sends a share to another service takes over the shares of that service's splitter. Shares that end at the same instances in the same way become one; where splitters change headers or mirror, they stay apart and multiply from splitter to splitter. Five hundred of them are more than anybody means.",
    wrong: `splitter "api" {
  dynamic "split" {
    for_each = range(1000)
    content {
      weight = 0.1
      subset = "v\${split.value}"
    }
  }
}

resolver "api" {
  dynamic "subset" {
    for_each = range(1000)
    labels   = ["v\${subset.value}"]
    content {}
  }
}

service "api" {
  port     = 9090
  protocol = "http"
}`,
    right: `splitter "api" {
  dynamic "split" {
    for_each = range(20)
    content {
      weight = 5
      subset = "v\${split.value}"
    }
  }
}

resolver "api" {
  dynamic "subset" {
    for_each = range(20)
    labels   = ["v\${subset.value}"]
    content {}
  }
}

service "api" {
  port     = 9090
  protocol = "http"
}`,
    wayOut: "Split into fewer shares, or nest fewer splitters.",
  },
];

/**
 * No splitter has more than five hundred shares, those included that it takes over from others. One that only takes over
 * too many is not reported beside the one it takes them from.
 */
export const tooManyShares: GraphCheck = ({ index, graph }) => {
  const hasTooMany = (name: string): boolean => (graph.chains.get(name)?.splits.length ?? 0) > maxShares;
  return [...index.splitters.values()].flatMap((entry) => {
    if (!hasTooMany(entry.name) || splitterEdges(entry.name, index).some(({ to }) => hasTooMany(to)))
      return [];
    return error({
      code: graphCodes.tooManyShares,
      summary: "Too many shares",
      detail: `Together with the splitters it enters, this splitter has more than ${maxShares} shares. Split into fewer.`,
      subject: entry.range,
    });
  });
};
