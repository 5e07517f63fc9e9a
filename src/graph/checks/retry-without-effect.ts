import type { RouteDestination } from "../../config/gen/entries.ts";
import { warning } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { graphCodes } from "../codes.ts";
import { protocolIsKnown } from "../link/protocol.ts";
import type { CheckInput, GraphCheck } from "./graph-check.ts";
import type { Place } from "./places/place.ts";
import { routeDestinations } from "./places/router-places.ts";

export const retryWithoutEffectPages: readonly ErrorPage[] = [
  {
    code: graphCodes.retryWithoutEffect,
    title: "Retries that never happen",
    meaning:
      "A request is tried again when one of the conditions holds that `retry_on`, `retry_on_status_codes` or `retry_on_connect_failure` name, and as often as `num_retries` says. Without a condition there is no reason to try again, and with 0 retries conditions have no effect. The conditions cancelled, deadline-exceeded, internal, resource-exhausted and unavailable are statuses of gRPC, which only a service that speaks grpc answers with. This is a warning.",
    wrong: `router "api" {
  route {
    destination { num_retries = 2 }
  }
}

service "api" {
  port     = 9090
  protocol = "http"
}`,
    right: `router "api" {
  route {
    destination {
      num_retries = 2
      retry_on    = ["connect-failure", "refused-stream"]
    }
  }
}

service "api" {
  port     = 9090
  protocol = "http"
}`,
    wayOut: "Say on which conditions requests are tried again, or remove what has no effect.",
  },
];

/** Conditions that are statuses of gRPC. */
const grpcConditions: ReadonlySet<string> = new Set([
  "cancelled",
  "deadline-exceeded",
  "internal",
  "resource-exhausted",
  "unavailable",
]);

/** Retries have a condition and a number, and the condition is one that the service's protocol knows. */
export const retryWithoutEffect: GraphCheck = (input) =>
  routeDestinations(input.index).flatMap((route) => [
    ...withoutReason(route),
    ...ofOtherProtocols(route, input),
  ]);

function withoutReason({ value, entry, rangeAt }: Place<RouteDestination>): readonly Diagnostic[] {
  const { num_retries, retry_on = [], retry_on_status_codes = [], retry_on_connect_failure = false } = value;
  const hasCondition = retry_on.length > 0 || retry_on_status_codes.length > 0 || retry_on_connect_failure;
  if (num_retries === undefined || hasCondition === num_retries > 0) return [];
  // Consul cannot tell zero from nothing.
  if (num_retries === 0 && entry.dialect === "consul") return [];
  return [
    warning({
      code: graphCodes.retryWithoutEffect,
      summary: hasCondition
        ? "Conditions of retries beside num_retries = 0"
        : "num_retries without a condition",
      detail: hasCondition
        ? "Requests are never tried again. Give num_retries a larger number, or remove it and the conditions."
        : "Nothing says when requests are tried again. Give retry_on, retry_on_status_codes or retry_on_connect_failure, or remove num_retries.",
      subject: rangeAt("num_retries"),
    }),
  ];
}

function ofOtherProtocols(
  { value, entry, rangeAt }: Place<RouteDestination>,
  { graph, index }: CheckInput,
): readonly Diagnostic[] {
  const service = graph.services.get(entry.name);
  if (!service || service.protocol === "grpc" || service.protocol === "tcp") return [];
  if (!protocolIsKnown(entry.name, index)) return [];
  return (value.retry_on ?? []).flatMap((condition, position) => {
    if (!grpcConditions.has(condition)) return [];
    return warning({
      code: graphCodes.retryWithoutEffect,
      summary: `${condition} is a status of gRPC`,
      detail: `The service "${service.name}" speaks ${service.protocol}, and never answers with it. Remove the condition, or set \`protocol = "grpc"\`.`,
      subject: rangeAt("retry_on", position),
      related: [{ message: `"${service.name}" is declared here.`, range: service.range }],
    });
  });
}
