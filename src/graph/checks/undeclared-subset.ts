import { error } from "../../diagnostics/diagnostic.ts";
import { didYouMean } from "../../diagnostics/suggest.ts";
import { graphCodes } from "../codes.ts";
import { targetKey } from "../target.ts";
import type { GraphCheck } from "./graph-check.ts";
import { serviceReferences } from "./service-reference.ts";

/** Every subset that is named must be a `subset` block of its service's resolver, and so must every failover label. */
export const undeclaredSubset: GraphCheck = ({ index, graph }) => {
  const failoverLabels = [...index.resolvers.values()].flatMap((entry) =>
    Object.keys(entry.value.failover ?? {})
      .filter((label) => label !== "*")
      .map((label) => ({
        service: entry.name,
        subset: label,
        subsetRange: entry.rangeAt("failover", label),
      })),
  );
  return [...serviceReferences(index), ...failoverLabels].flatMap(({ service, subset, subsetRange }) => {
    if (subset === undefined || !index.services.has(service) || index.isBroken("service-resolver", service))
      return [];
    if (graph.targets.has(targetKey({ service, subset }))) return [];
    const known = Object.keys(index.resolvers.get(service)?.value.subsets ?? {});
    return error({
      code: graphCodes.undeclaredSubset,
      summary: "Reference to an undeclared subset",
      detail: `The service "${service}" has no subset "${subset}".${didYouMean(subset, known)} Declare it in its resolver with \`subset "${subset}" { filter = … }\`, or correct the name.`,
      subject: subsetRange,
    });
  });
};
