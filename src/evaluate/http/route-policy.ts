import type { Duration } from "../../envoy/codec/json-form.ts";
import type { RuntimeFractionalPercent } from "../../envoy/gen/envoy.config.core.v3.ts";
import type {
  RetryPolicy,
  RouteAction,
  RouteAction_HashPolicy,
  RouteAction_RequestMirrorPolicy,
  VirtualHost,
} from "../../envoy/gen/envoy.config.route.v3.ts";
import type { FractionalPercent } from "../../envoy/gen/envoy.type.v3.ts";

/** What a route asks of a request beyond where it goes. */
export interface RoutePolicy {
  /** The whole request with its retries; undefined for no limit. */
  readonly timeoutMs: number | undefined;
  /** Whether the deadline that a call of grpc brings along, in its header grpc-timeout, counts where it is shorter. */
  readonly heedsGrpcTimeout: boolean;
  readonly retry: RetryRule | undefined;
  /** What picks the instance where the cluster hashes, in order, such as `header x-user`. */
  readonly hashedBy: readonly string[];
  readonly mirrors: readonly Mirror[];
}

export interface RetryRule {
  readonly on: readonly string[];
  readonly statusCodes: readonly number[];
  readonly attempts: number;
  readonly perTryTimeoutMs: number | undefined;
}

export interface Mirror {
  readonly cluster: string;
  /** From 0 to 1. */
  readonly share: number;
}

/** Envoy's own: a route that says nothing waits that long. */
const defaultTimeoutMs = 15_000;

export function routePolicy(action: RouteAction, host: VirtualHost): RoutePolicy {
  // Where a longest duration of streams is given, Envoy leaves the timeout of the route aside, its default included.
  const { max_stream_duration: stream } = action;
  const timeoutMs = stream
    ? milliseconds(stream.max_stream_duration)
    : (milliseconds(action.timeout) ?? defaultTimeoutMs);
  const retry = action.retry_policy ?? host.retry_policy;
  const mirrors = action.request_mirror_policies ?? host.request_mirror_policies ?? [];
  return {
    timeoutMs: timeoutMs === 0 ? undefined : timeoutMs,
    heedsGrpcTimeout: stream?.grpc_timeout_header_max !== undefined,
    retry: retry && retryRule(retry),
    hashedBy: (action.hash_policy ?? []).map(hashInput),
    mirrors: mirrors.map(mirror),
  };
}

/** From 0 to 1. A fraction that is not given means always. */
export function runtimeShare(fraction: RuntimeFractionalPercent | undefined): number {
  return fraction?.default_value ? shareOf(fraction.default_value) : 1;
}

/** From 0 to 1. */
export function shareOf({ numerator = 0, denominator = "HUNDRED" }: FractionalPercent): number {
  return Math.min(numerator / denominators[denominator], 1);
}

export function milliseconds(duration: Duration | undefined): number | undefined {
  return duration === undefined ? undefined : Math.round(Number(duration.slice(0, -1)) * 1000);
}

const denominators = { HUNDRED: 100, TEN_THOUSAND: 10_000, MILLION: 1_000_000 } as const;

function retryRule({
  retry_on = "",
  retriable_status_codes = [],
  num_retries = 1,
  per_try_timeout,
}: RetryPolicy): RetryRule {
  return {
    on: retry_on.split(",").filter((condition) => condition !== ""),
    statusCodes: retriable_status_codes,
    attempts: num_retries,
    perTryTimeoutMs: milliseconds(per_try_timeout),
  };
}

function mirror({ cluster = "", runtime_fraction }: RouteAction_RequestMirrorPolicy): Mirror {
  return { cluster, share: runtimeShare(runtime_fraction) };
}

function hashInput({
  header,
  cookie,
  query_parameter,
  connection_properties,
}: RouteAction_HashPolicy): string {
  if (header) return `header ${header.header_name ?? ""}`;
  if (cookie) return `cookie ${cookie.name ?? ""}`;
  if (query_parameter) return `query parameter ${query_parameter.name ?? ""}`;
  return connection_properties ? "the caller's address" : "filter state";
}
