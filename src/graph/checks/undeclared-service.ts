import { error, warning } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { spellingFix } from "../../diagnostics/spelling-fix.ts";
import { didYouMean } from "../../diagnostics/suggest.ts";
import { graphCodes } from "../codes.ts";
import type { GraphCheck } from "./graph-check.ts";
import { doubtfulReferences } from "./service-reference.ts";

export const undeclaredServicePages: readonly ErrorPage[] = [
  {
    code: graphCodes.undeclaredService,
    title: "A service that nobody declares",
    meaning:
      "Every service that an upstream, a split, a redirect, a failover or an intention names is declared in the documents. An intention for `booking-service` would guard nothing if the service is called `booking-api`.",
    wrong: `service "web" {
  port    = 8080
  address = "10.0.0.1"

  upstream "apy" { local_bind_port = 9001 }
}

service "api" {
  port     = 9090
  protocol = "http"
}`,
    right: `service "web" {
  port    = 8080
  address = "10.0.0.1"

  upstream "api" { local_bind_port = 9001 }
}

service "api" {
  port     = 9090
  protocol = "http"
}`,
    wayOut: "Correct the name, or declare the service.",
  },
];

/**
 * Names that are compared for the suggestions of one run: enough for the first hundred mistakes among ten thousand
 * services. Whoever has more has renamed something, and needs no suggestion for each.
 */
const maxComparisons = 1_000_000;

/**
 * Every service that is named must be declared. An intention for `booking-service` while the service is called
 * `booking-api` would silently guard nothing. An intention in a Consul document is only warned of: there a service may
 * register at any time.
 */
export const undeclaredService: GraphCheck = ({ index }) => {
  let comparisonsLeft = maxComparisons;
  return doubtfulReferences(index).flatMap((reference) => {
    const { service, role, mayRegisterLater } = reference;
    if (index.services.has(service) || index.isBroken("service", service)) return [];
    const { serviceRange } = reference;
    if (!serviceRange) return [];
    const report = mayRegisterLater ? warning : error;
    const known = comparisonsLeft > 0 ? [...index.services.keys()] : [];
    comparisonsLeft -= known.length;
    return report({
      code: graphCodes.undeclaredService,
      summary: "Reference to an undeclared service",
      detail: `No document of this set declares the service "${service}" that this ${role} names.${didYouMean(service, known)} Declare it with \`service "${service}" { … }\`, or correct the name.`,
      subject: serviceRange,
      ...(!mayRegisterLater && spellingFix({ written: service, range: serviceRange, known })),
    });
  });
};
