import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { graphCodes } from "../codes.ts";
import type { Instance } from "../mesh-graph.ts";
import type { GraphCheck } from "./graph-check.ts";

export const duplicateInstancePages: readonly ErrorPage[] = [
  {
    code: graphCodes.duplicateInstance,
    title: "Two instances with one id",
    meaning:
      "The id of an instance names its sidecar, so it is unique in the whole mesh. A service without `instance` blocks has one instance, called like the service.",
    wrong: `service "web" {
  port    = 8080
  address = "10.0.0.1"

  instance "api" {}
}

service "api" {
  port = 9090
}`,
    right: `service "web" {
  port    = 8080
  address = "10.0.0.1"

  instance "web" {}
}

service "api" {
  port = 9090
}`,
    wayOut: "Rename one of the two.",
  },
];

/** Instance ids are unique in the mesh: the id names the sidecar. */
export const duplicateInstance: GraphCheck = ({ graph }) => {
  const first = new Map<string, Instance>();
  const found: Diagnostic[] = [];
  for (const instance of [...graph.services.values()].flatMap(({ instances }) => instances)) {
    const earlier = first.get(instance.id);
    if (!earlier) first.set(instance.id, instance);
    else {
      found.push(
        error({
          code: graphCodes.duplicateInstance,
          summary: "Two instances with one id",
          detail: `"${instance.id}" already names an instance of "${earlier.service}". Ids name sidecars, so they are unique in the whole mesh: rename one.`,
          subject: instance.range,
          related: [{ message: "First used here.", range: earlier.range }],
        }),
      );
    }
  }
  return found;
};
