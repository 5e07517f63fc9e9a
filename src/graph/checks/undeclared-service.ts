import { error } from "../../diagnostics/diagnostic.ts";
import { didYouMean } from "../../diagnostics/suggest.ts";
import { graphCodes } from "../codes.ts";
import type { GraphCheck } from "./graph-check.ts";
import { serviceReferences } from "./service-reference.ts";

/**
 * Every service that is named must be declared. An intention for `booking-service` while the service is called
 * `booking-api` would silently guard nothing.
 */
export const undeclaredService: GraphCheck = ({ index }) =>
  serviceReferences(index).flatMap(({ service, serviceRange, role }) => {
    if (!serviceRange || index.services.has(service) || index.isBroken("service", service)) return [];
    return error({
      code: graphCodes.undeclaredService,
      summary: "Reference to an undeclared service",
      detail: `No document of this set declares the service "${service}" that this ${role} names.${didYouMean(service, index.services.keys())} Declare it with \`service "${service}" { … }\`, or correct the name.`,
      subject: serviceRange,
    });
  });
