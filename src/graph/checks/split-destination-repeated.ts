import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { graphCodes } from "../codes.ts";
import { targetKey } from "../target.ts";
import type { GraphCheck } from "./graph-check.ts";

export const splitDestinationRepeatedPages: readonly ErrorPage[] = [
  {
    code: graphCodes.splitDestinationRepeated,
    title: "Two splits to one destination",
    meaning:
      "Each destination of a splitter has one share, so that its weight can be read in one place. A `split` without a service or subset means the splitter's own service.",
    wrong: `splitter "api" {
  split {
    weight = 50
    subset = "v1"
  }
  split {
    weight = 50
    subset = "v1"
  }
}

resolver "api" {
  subset "v1" { filter = "Service.Meta.version == v1" }
  subset "v2" { filter = "Service.Meta.version == v2" }
}

service "api" {
  port     = 9090
  protocol = "http"

  instance "api-v1" {
    sidecar_port = 21001
    port         = 9091
    meta         = { version = "v1" }
  }
  instance "api-v2" {
    sidecar_port = 21002
    port         = 9092
    meta         = { version = "v2" }
  }
}`,
    right: `splitter "api" {
  split {
    weight = 50
    subset = "v1"
  }
  split {
    weight = 50
    subset = "v2"
  }
}

resolver "api" {
  subset "v1" { filter = "Service.Meta.version == v1" }
  subset "v2" { filter = "Service.Meta.version == v2" }
}

service "api" {
  port     = 9090
  protocol = "http"

  instance "api-v1" {
    sidecar_port = 21001
    port         = 9091
    meta         = { version = "v1" }
  }
  instance "api-v2" {
    sidecar_port = 21002
    port         = 9092
    meta         = { version = "v2" }
  }
}`,
    wayOut: "Add the two weights in one split.",
  },
];

/** Each destination stands once in a splitter: its share is then one number that a reader can see. */
export const splitDestinationRepeated: GraphCheck = ({ index }) => {
  const found: Diagnostic[] = [];
  for (const entry of index.splitters.values()) {
    // What is misspelt in a broken block may be what tells two splits apart.
    if (index.isBroken("service-splitter", entry.name)) continue;
    const first = new Map<string, number>();
    entry.value.splits.forEach((split, position) => {
      const key = targetKey({ service: split.service ?? entry.name, subset: split.service_subset });
      const earlier = first.get(key);
      if (earlier === undefined) first.set(key, position);
      else {
        found.push(
          error({
            code: graphCodes.splitDestinationRepeated,
            summary: "Two splits with one destination",
            detail: `"${key}" already has a share in splitter "${entry.name}". Add the two weights in one split.`,
            subject: entry.rangeAt("splits", position),
            related: [{ message: "Its first share is here.", range: entry.rangeAt("splits", earlier) }],
          }),
        );
      }
    });
  }
  return found;
};
