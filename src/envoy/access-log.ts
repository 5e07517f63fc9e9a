import type { AccessLog, AccessLogFilter } from "./gen/envoy.config.accesslog.v3.ts";
import { auditPrefix } from "./names.ts";

type Format = Readonly<Record<string, string>>;

const httpDecisions = "envoy.filters.http.rbac";
const networkDecisions = "envoy.filters.network.rbac";

const httpFormat: Format = {
  time: "%START_TIME%",
  listener: "%FILTER_CHAIN_NAME%",
  method: "%REQ(:METHOD)%",
  path: "%REQ(:PATH)%",
  status: "%RESPONSE_CODE%",
  // Of calls of grpc alone, such as Unavailable.
  grpc_status: "%GRPC_STATUS%",
  // Names the authorization rule that decided, as rbac_access_denied_matched_policy[rule].
  details: "%RESPONSE_CODE_DETAILS%",
  flags: "%RESPONSE_FLAGS%",
  caller: "%DOWNSTREAM_PEER_URI_SAN%",
  route: "%ROUTE_NAME%",
  cluster: "%UPSTREAM_CLUSTER%",
  upstream: "%UPSTREAM_HOST%",
  upstream_failure: "%UPSTREAM_TRANSPORT_FAILURE_REASON%",
  duration_ms: "%DURATION%",
};

/** What arrived at a service: also which rule decided, and which one would have if it were not only audited. */
const inboundFormat: Format = {
  ...httpFormat,
  rule: dynamicMetadata(httpDecisions, "enforced_effective_policy_id"),
  audit: dynamicMetadata(httpDecisions, `${auditPrefix}shadow_engine_result`),
  audit_rule: dynamicMetadata(httpDecisions, `${auditPrefix}shadow_effective_policy_id`),
};

const tcpFormat: Format = {
  time: "%START_TIME%",
  listener: "%FILTER_CHAIN_NAME%",
  details: "%CONNECTION_TERMINATION_DETAILS%",
  flags: "%RESPONSE_FLAGS%",
  caller: "%DOWNSTREAM_PEER_URI_SAN%",
  tls_failure: "%DOWNSTREAM_TRANSPORT_FAILURE_REASON%",
  // Envoy names a rule that allows only among what is noted; one that refuses stands in the details as well.
  rule: dynamicMetadata(networkDecisions, `${auditPrefix}shadow_effective_policy_id`),
  audit: dynamicMetadata(networkDecisions, `${auditPrefix}shadow_engine_result`),
  cluster: "%UPSTREAM_CLUSTER%",
  upstream: "%UPSTREAM_HOST%",
  duration_ms: "%DURATION%",
};

/** A call of grpc is answered 200 whatever comes of it, and says how it went in a status of its own. */
const hasFailed: readonly AccessLogFilter[] = [
  {
    status_code_filter: {
      comparison: { op: "GE", value: { default_value: 400, runtime_key: "mesh.access_log.min_status" } },
    },
  },
  {
    and_filter: {
      filters: [
        {
          header_filter: {
            header: { name: "content-type", string_match: { prefix: "application/grpc" } },
          },
        },
        { grpc_status_filter: { statuses: ["OK"], exclude: true } },
      ],
    },
  },
];

const wouldBeRefused: AccessLogFilter = {
  metadata_filter: {
    matcher: {
      filter: httpDecisions,
      path: [{ key: `${auditPrefix}shadow_engine_result` }],
      value: { string_match: { exact: "denied" } },
    },
    match_if_key_not_found: false,
  },
};

/** One line of JSON on stdout for every request that failed or was refused, and for none that went well. */
export const failedRequestsLog: AccessLog = {
  ...toStdout(httpFormat),
  filter: { or_filter: { filters: hasFailed } },
};

/** The same for what arrives at a service, and for what an audited rule would have refused. */
export const arrivedRequestsLog: AccessLog = {
  ...toStdout(inboundFormat),
  filter: { or_filter: { filters: [...hasFailed, wouldBeRefused] } },
};

/** One line of JSON on stdout for every connection. */
export const connectionsLog: AccessLog = toStdout(tcpFormat);

function dynamicMetadata(filter: string, key: string): string {
  return `%DYNAMIC_METADATA(${filter}:${key})%`;
}

function toStdout(format: Format): AccessLog {
  return {
    name: "envoy.access_loggers.stdout",
    typed_config: {
      "@type": "type.googleapis.com/envoy.extensions.access_loggers.stream.v3.StdoutAccessLog",
      log_format: { json_format: { ...format } },
    },
  };
}
