import { error } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { spellingFix } from "../../diagnostics/spelling-fix.ts";
import { didYouMean } from "../../diagnostics/suggest.ts";
import { graphCodes } from "../codes.ts";
import type { EntryIndex } from "../link/entry-index.ts";
import { targetKey } from "../target.ts";
import type { GraphCheck } from "./graph-check.ts";
import { doubtfulReferences } from "./service-reference.ts";

export const undeclaredSubsetPages: readonly ErrorPage[] = [
  {
    code: graphCodes.undeclaredSubset,
    title: "A subset that nobody declares",
    meaning:
      "A subset is declared by a `subset` block in the resolver of its service. Whatever names it, a split, a redirect, a failover or `default_subset`, means one of these.",
    wrong: `resolver "api" {
  default_subset = "v3"
  subset "v1" { filter = "Service.Meta.version == v1" }
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
    right: `resolver "api" {
  default_subset = "v1"
  subset "v1" { filter = "Service.Meta.version == v1" }
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
    wayOut: "Correct the name, or declare the subset.",
  },
];

/** Every subset that is named must be a `subset` block of its service's resolver, and so must every failover label. */
export const undeclaredSubset: GraphCheck = ({ index, graph }) => {
  const failoverLabels = [...index.resolvers.values()].flatMap((entry) =>
    Object.keys(entry.value.failover ?? {})
      .filter((label) => label !== "*")
      .map((label) => ({
        service: entry.name,
        subset: label,
        get subsetRange() {
          return entry.rangeAt("failover", label);
        },
      })),
  );
  return [...doubtfulReferences(index), ...failoverLabels].flatMap((reference) => {
    const { service, subset } = reference;
    if (subset === undefined || !index.services.has(service) || !subsetsAreKnown(service, index)) return [];
    if (graph.targets.has(targetKey({ service, subset }))) return [];
    const { subsetRange } = reference;
    const known = Object.keys(index.resolvers.get(service)?.value.subsets ?? {});
    return error({
      code: graphCodes.undeclaredSubset,
      summary: "Reference to an undeclared subset",
      detail: `The service "${service}" has no subset "${subset}".${didYouMean(subset, known)} Declare it in its resolver with \`subset "${subset}" { filter = … }\`, or correct the name.`,
      subject: subsetRange,
      ...spellingFix({ written: subset, range: subsetRange, known }),
    });
  });
};

/** A subset may be declared by what could not be read of its resolver. */
function subsetsAreKnown(service: string, index: EntryIndex): boolean {
  const resolver = index.resolvers.get(service);
  return resolver ? resolver.isWhole("subsets") : !index.isBroken("service-resolver", service);
}
