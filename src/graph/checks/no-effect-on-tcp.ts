import { warning } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import type { SourceRange } from "../../diagnostics/source-file.ts";
import { graphCodes } from "../codes.ts";
import { protocolIsKnown } from "../link/protocol.ts";
import { isHttpLike } from "../mesh-graph.ts";
import type { CheckInput, GraphCheck } from "./graph-check.ts";
import { upstreamSettings } from "./places/setting-places.ts";

export const noEffectOnTcpPages: readonly ErrorPage[] = [
  {
    code: graphCodes.noEffectOnTcp,
    title: "A setting about requests for a service that speaks tcp",
    meaning:
      "Timeouts of requests, rate limits, faults and hashed headers look at single requests. In a tcp connection nobody can tell where a request begins, so that the setting has no effect; and a service speaks tcp unless its `protocol` says otherwise. This is a warning.",
    wrong: `service "api" {
  port                     = 9090
  local_request_timeout_ms = 2000
}`,
    right: `service "api" {
  port                     = 9090
  protocol                 = "http"
  local_request_timeout_ms = 2000
}`,
    wayOut: "Set the service's `protocol` to `http`, `http2` or `grpc`, or remove the setting.",
  },
];

/** A setting about requests is for a service whose requests can be told apart. */
export const noEffectOnTcp: GraphCheck = (input) => [
  ...ofServices(input),
  ...ofResolvers(input),
  ...ofUpstreams(input),
];

const serviceFields = [
  "local_request_timeout_ms",
  "max_request_headers_kb",
  "rate_limits",
  "fault_injection",
] as const;

function ofServices(input: CheckInput): readonly Diagnostic[] {
  const { services, serviceDefaults } = input.index;
  return [...services.values(), ...serviceDefaults.values()].flatMap((entry) => {
    if (!speaksTcp(entry.name, input)) return [];
    const idle = entry.kind === "service" ? entry.value.config?.local_idle_timeout_ms : undefined;
    return [
      ...serviceFields.flatMap((field) =>
        entry.value[field] === undefined ? [] : report(field, entry.name, entry.rangeAt(field)),
      ),
      ...(idle === undefined
        ? []
        : report("local_idle_timeout_ms", entry.name, entry.rangeAt("config", "local_idle_timeout_ms"))),
    ];
  });
}

function ofResolvers(input: CheckInput): readonly Diagnostic[] {
  return [...input.index.resolvers.values()].flatMap((entry) => {
    if (!speaksTcp(entry.name, input)) return [];
    const { request_timeout, load_balancer } = entry.value;
    const hashed = (load_balancer?.hash_policies ?? []).flatMap(({ source_ip = false }, position) =>
      source_ip
        ? []
        : report("This hash policy", entry.name, entry.rangeAt("load_balancer", "hash_policies", position)),
    );
    return request_timeout === undefined
      ? hashed
      : [...report("request_timeout", entry.name, entry.rangeAt("request_timeout")), ...hashed];
  });
}

/** What is said of one upstream by name; what is said of all may be meant for those that speak http. */
function ofUpstreams(input: CheckInput): readonly Diagnostic[] {
  return upstreamSettings(input.index).flatMap(({ value, upstream, rangeAt }) => {
    if (upstream === undefined || value.protocol !== undefined || !speaksTcp(upstream, input)) return [];
    return (["max_concurrent_requests", "retry_budget"] as const).flatMap((field) =>
      value.limits?.[field] === undefined ? [] : report(field, upstream, rangeAt("limits", field)),
    );
  });
}

function speaksTcp(name: string, { graph, index }: CheckInput): boolean {
  const service = graph.services.get(name);
  return service !== undefined && !isHttpLike(service.protocol) && protocolIsKnown(name, index);
}

function report(what: string, service: string, subject: SourceRange): readonly Diagnostic[] {
  return [
    warning({
      code: graphCodes.noEffectOnTcp,
      summary: `${what} has no effect on tcp`,
      detail: `The service "${service}" speaks tcp, whose requests nobody can tell apart. Set \`protocol = "http"\` (or http2, grpc) on the service, or remove it.`,
      subject,
    }),
  ];
}
