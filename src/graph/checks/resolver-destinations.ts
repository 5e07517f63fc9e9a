import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import type { EntryOf } from "../../config/entry.ts";
import { graphCodes } from "../codes.ts";
import type { EntryIndex } from "../link/entry-index.ts";
import type { GraphCheck } from "./graph-check.ts";

export const resolverDestinationsPages: readonly ErrorPage[] = [
  {
    code: graphCodes.redirectAndFailover,
    title: "A redirect beside subsets or failover",
    meaning:
      "A redirected service sends everything on and has no instances of its own that subsets or failover could speak of.",
    wrong: `resolver "web" {
  redirect { service = "api" }
  failover "*" { service = "api" }
}

service "web" {
  port    = 8080
  address = "10.0.0.1"
}

service "api" {
  port = 9090
}`,
    right: `resolver "web" {
  failover "*" { service = "api" }
}

service "web" {
  port    = 8080
  address = "10.0.0.1"
}

service "api" {
  port = 9090
}`,
    wayOut: "Remove the redirect, or the others.",
  },
  {
    code: graphCodes.redirectToItself,
    title: "A redirect that leads nowhere else",
    meaning:
      "A redirect sends requests for one service to another. One of a service to itself would go in a circle.",
    wrong: `resolver "web" {
  redirect { service = "web" }
}

service "web" {
  port = 8080
}`,
    right: `resolver "web" {
  redirect { service = "api" }
}

service "web" {
  port    = 8080
  address = "10.0.0.1"
}

service "api" {
  port = 9090
}`,
    wayOut: "Name another service. To choose one of the service's own subsets set `default_subset`.",
  },
  {
    code: graphCodes.failoverWithoutDestination,
    title: "A failover that does not say where to go, or says it twice",
    meaning: "A `failover` names a service or a subset, or has `target` blocks that are tried in order.",
    wrong: `resolver "web" {
  failover "*" {}
}

service "web" {
  port    = 8080
  address = "10.0.0.1"
}`,
    right: `resolver "web" {
  failover "*" { service = "api" }
}

service "web" {
  port    = 8080
  address = "10.0.0.1"
}

service "api" {
  port = 9090
}`,
    wayOut: "Say where to go in one of the two ways.",
  },
];

/**
 * A redirect stands alone and leads elsewhere; a failover says where to, in one of its two forms.
 */
export const resolverDestinations: GraphCheck = ({ index }) =>
  [...index.resolvers.values()].flatMap((entry) => [
    ...redirectProblems(entry, index),
    ...failoverProblems(entry, index),
  ]);

function redirectProblems(entry: EntryOf<"service-resolver">, index: EntryIndex): readonly Diagnostic[] {
  const { redirect, subsets, failover } = entry.value;
  if (!redirect) return [];
  const subject = entry.rangeAt("redirect");
  if (redirect.service === undefined && redirect.service_subset === undefined) {
    // What is misspelt in a broken block may be the destination.
    if (index.isBroken("service-resolver", entry.name)) return [];
    return [
      error({
        code: graphCodes.redirectToItself,
        summary: "Redirect without a destination",
        detail: "Give the redirect a service, a subset, or both.",
        subject,
      }),
    ];
  }
  if (redirect.service === undefined || redirect.service === entry.name) {
    const detail = `A redirect of "${entry.name}" must lead to another service. To choose one of its own subsets use \`default_subset\`.`;
    return [error({ code: graphCodes.redirectToItself, summary: "Redirect to itself", detail, subject })];
  }
  if (!subsets && !failover) return [];
  const detail =
    "A redirected service has no instances of its own that subsets or failover could speak of. Remove the redirect, or the others.";
  return [
    error({
      code: graphCodes.redirectAndFailover,
      summary: "Redirect beside subsets or failover",
      detail,
      subject,
    }),
  ];
}

function failoverProblems(entry: EntryOf<"service-resolver">, index: EntryIndex): readonly Diagnostic[] {
  return Object.entries(entry.value.failover ?? {}).flatMap(([label, rule]) => {
    const direct = rule.service !== undefined || rule.service_subset !== undefined;
    if (direct !== Boolean(rule.targets?.length)) return [];
    if (!direct && index.isBroken("service-resolver", entry.name)) return [];
    const detail = direct
      ? "Give either a service and subset, or target blocks, not both."
      : "Say where to go: a service, a subset, or target blocks tried in order.";
    const summary = direct ? "Failover given in two ways" : "Failover without a destination";
    return error({
      code: graphCodes.failoverWithoutDestination,
      summary,
      detail,
      subject: entry.rangeAt("failover", label),
    });
  });
}
