import type { RetryPolicy } from "../../graph/chain-route.ts";
import type { Protocol } from "../../graph/mesh-graph.ts";
import { seconds } from "../duration.ts";
import type { RouteAction, RetryPolicy as EnvoyRetryPolicy } from "../gen/envoy.config.route.v3.ts";

/**
 * How long requests may take. Envoy's default for what says nothing is 15 seconds.
 *
 * A call of grpc brings its own deadline along, in its header grpc-timeout, which counts where it is the shorter one.
 * Without a timeout it is the only one, so that no stream is cut that its caller wants to be long.
 */
export function requestTimeout(
  timeoutMs: number | undefined,
  protocol: Protocol,
): Pick<RouteAction, "timeout" | "max_stream_duration"> {
  if (protocol !== "grpc") return timeoutMs === undefined ? {} : { timeout: seconds(timeoutMs) };
  // As a longest deadline zero means none.
  const longest = seconds(timeoutMs ?? 0);
  return { max_stream_duration: { max_stream_duration: longest, grpc_timeout_header_max: longest } };
}

export function idleTimeout(idleTimeoutMs: number | undefined): Pick<RouteAction, "idle_timeout"> {
  return idleTimeoutMs === undefined ? {} : { idle_timeout: seconds(idleTimeoutMs) };
}

export function retryPolicy(retry: RetryPolicy | undefined): { readonly retry_policy?: EnvoyRetryPolicy } {
  if (!retry) return {};
  const { on, statusCodes, retries } = retry;
  return {
    retry_policy: {
      retry_on: on.join(","),
      ...(retries !== undefined && { num_retries: retries }),
      ...(statusCodes.length > 0 && { retriable_status_codes: statusCodes }),
    },
  };
}
