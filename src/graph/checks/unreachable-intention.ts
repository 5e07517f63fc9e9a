import { warning } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { graphCodes } from "../codes.ts";
import { intentionsByDestination } from "./places/intentions-by-destination.ts";
import type { GraphCheck } from "./graph-check.ts";

export const unreachableIntentionPages: readonly ErrorPage[] = [
  {
    code: graphCodes.unreachableIntention,
    title: "An intention that never decides",
    meaning:
      "Of all intentions about a caller and a destination exactly one decides, the most precise: one that names both, then one about any caller of a named destination, then one about any destination. Here every service has a more precise one, so this one is never asked.\n\nThis is a warning: nothing is broken, but what the intention says does not happen.",
    wrong: `intentions "*" {
  source "web" { action = "deny" }
}

intentions "api" {
  source "*" { action = "deny" }
}

mesh {
  default_intention_policy = "allow"
}

service "api" {
  port = 9090
}

service "web" {
  port    = 8080
  address = "10.0.0.1"
}

intentions "web" {
  source "*" { action = "deny" }
}`,
    right: `intentions "api" {
  source "web" { action = "allow" }
  source "*" { action = "deny" }
}

mesh {
  default_intention_policy = "allow"
}

service "api" {
  port = 9090
}

service "web" {
  port    = 8080
  address = "10.0.0.1"
}`,
    wayOut:
      "Remove it. If it is meant to decide, name its destination, so that it is more precise than the one that hides it.",
  },
];

/**
 * An intention about every destination decides for those services that no intention about them names its caller, or any
 * caller. When there is no such service, it looks like a rule and is none.
 */
export const unreachableIntention: GraphCheck = ({ index, graph }) => {
  const byDestination = intentionsByDestination(index);
  const services = [...graph.services.keys()];
  // Where an intention about any caller hides those about every destination, whomever they name.
  const open = services.filter((name) => !byDestination.get(name)?.has("*"));
  return [...(byDestination.get("*") ?? [])].flatMap(([source, subject]) => {
    if (services.length === 0 || open.some((name) => !byDestination.get(name)?.has(source))) return [];
    const hiding = byDestination.get(services[0] ?? "");
    const range = hiding?.get(source) ?? hiding?.get("*");
    return warning({
      code: graphCodes.unreachableIntention,
      summary: "This intention never decides",
      detail:
        "Every service has a more precise intention about this caller, or about any. Remove this one, or name the destination it is meant for.",
      subject,
      related: range ? [{ message: `This one decides for "${services[0] ?? ""}".`, range }] : [],
    });
  });
};
