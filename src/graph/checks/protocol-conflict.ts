import { error } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { graphCodes } from "../codes.ts";
import type { GraphCheck } from "./graph-check.ts";

export const protocolConflictPages: readonly ErrorPage[] = [
  {
    code: graphCodes.protocolConflict,
    title: "Two protocols for one service",
    meaning:
      "What a service speaks may stand in its own block or in its service_defaults. When both say it, they have to agree: otherwise one of them would be ignored.",
    wrong: `service "api" {
  port     = 9090
  protocol = "http"
}

service_defaults "api" { protocol = "grpc" }`,
    right: `service "api" {
  port = 9090
}

service_defaults "api" { protocol = "grpc" }`,
    wayOut: "Remove one of the two, or make them equal.",
  },
];

/** A service and its service-defaults say the same protocol, or only one of them says any: neither silently wins. */
export const protocolConflict: GraphCheck = ({ index }) =>
  [...index.serviceDefaults.values()].flatMap((defaults) => {
    const service = index.services.get(defaults.name);
    const own = service?.value.protocol;
    const { protocol } = defaults.value;
    if (!service || own === undefined || protocol === undefined || own === protocol) return [];
    return error({
      code: graphCodes.protocolConflict,
      summary: `Two protocols for "${defaults.name}"`,
      detail: `Its service-defaults say ${protocol}, and the service itself says ${own}. Remove one of the two, or make them equal.`,
      subject: service.rangeAt("protocol"),
      related: [
        { message: `The service-defaults say ${protocol} here.`, range: defaults.rangeAt("protocol") },
      ],
    });
  });
