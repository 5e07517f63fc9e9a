import type { AccessLog } from "./gen/envoy.config.accesslog.v3.ts";

type Format = Readonly<Record<string, string>>;

const httpFormat: Format = {
  time: "%START_TIME%",
  listener: "%FILTER_CHAIN_NAME%",
  method: "%REQ(:METHOD)%",
  path: "%REQ(:PATH)%",
  status: "%RESPONSE_CODE%",
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

const tcpFormat: Format = {
  time: "%START_TIME%",
  listener: "%FILTER_CHAIN_NAME%",
  details: "%CONNECTION_TERMINATION_DETAILS%",
  flags: "%RESPONSE_FLAGS%",
  caller: "%DOWNSTREAM_PEER_URI_SAN%",
  tls_failure: "%DOWNSTREAM_TRANSPORT_FAILURE_REASON%",
  cluster: "%UPSTREAM_CLUSTER%",
  upstream: "%UPSTREAM_HOST%",
  duration_ms: "%DURATION%",
};

/** One line of JSON on stdout for every request that failed or was refused, and for none that went well. */
export const failedRequestsLog: AccessLog = {
  ...toStdout(httpFormat),
  filter: {
    status_code_filter: {
      comparison: { op: "GE", value: { default_value: 400, runtime_key: "mesh.access_log.min_status" } },
    },
  },
};

/** One line of JSON on stdout for every connection. */
export const connectionsLog: AccessLog = toStdout(tcpFormat);

function toStdout(format: Format): AccessLog {
  return {
    name: "envoy.access_loggers.stdout",
    typed_config: {
      "@type": "type.googleapis.com/envoy.extensions.access_loggers.stream.v3.StdoutAccessLog",
      log_format: { json_format: { ...format } },
    },
  };
}
