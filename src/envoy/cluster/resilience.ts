import type { Protocol } from "../../graph/mesh-graph.ts";
import type { Target } from "../../graph/target.ts";
import { probeType } from "../../graph/upstream-settings.ts";
import type { ActiveHealthCheck, Limits, UpstreamSettings } from "../../graph/upstream-settings.ts";
import { seconds } from "../duration.ts";
import type { CircuitBreakers_Thresholds, Cluster } from "../gen/envoy.config.cluster.v3.ts";
import type { HealthCheck } from "../gen/envoy.config.core.v3.ts";

/** How much a caller asks of a target at a time. What it does not limit has Envoy's own bounds. */
export function circuitBreakers({ limits }: UpstreamSettings): Pick<Cluster, "circuit_breakers"> {
  if (!limits) return {};
  const { maxConnections, maxPendingRequests, maxConcurrentRequests } = limits.value;
  return inForce({
    ...(maxConnections !== undefined && { max_connections: maxConnections }),
    ...(maxPendingRequests !== undefined && { max_pending_requests: maxPendingRequests }),
    ...(maxConcurrentRequests !== undefined && { max_requests: maxConcurrentRequests }),
    ...retryBudget(limits.value),
  });
}

/**
 * The limits that a cluster of clusters has itself: connections and requests are counted where the instances are,
 * retries by the cluster of the route.
 */
export function retryLimits({ limits }: UpstreamSettings): Pick<Cluster, "circuit_breakers"> {
  return limits ? inForce(retryBudget(limits.value)) : {};
}

function inForce(thresholds: CircuitBreakers_Thresholds): Pick<Cluster, "circuit_breakers"> {
  return Object.keys(thresholds).length > 0 ? { circuit_breakers: { thresholds: [thresholds] } } : {};
}

function retryBudget({ retryBudget: budget }: Limits): CircuitBreakers_Thresholds {
  if (!budget) return {};
  return {
    retry_budget: {
      budget_percent: { value: budget.percent },
      min_retry_concurrency: budget.minConcurrency,
    },
  };
}

/**
 * When an instance that fails requests is left out for a while. One of several may be, whatever the percentage of a few
 * instances comes to, unless that is 0; the only one is by 100 percent alone, since nobody could take its place.
 */
export function outlierDetection(
  { passiveHealthCheck }: UpstreamSettings,
  { instances }: Target,
): Pick<Cluster, "outlier_detection"> {
  if (!passiveHealthCheck) return {};
  const check = passiveHealthCheck.value;
  return {
    outlier_detection: {
      ...(check.intervalMs !== undefined && { interval: seconds(check.intervalMs) }),
      base_ejection_time: seconds(check.baseEjectionTimeMs),
      ...(check.consecutive5xx !== undefined && { consecutive_5xx: check.consecutive5xx }),
      ...(check.enforcingConsecutive5xx !== undefined && {
        enforcing_consecutive_5xx: check.enforcingConsecutive5xx,
      }),
      ...(check.consecutiveGatewayFailure !== undefined && {
        consecutive_gateway_failure: check.consecutiveGatewayFailure,
      }),
      ...(check.enforcingConsecutiveGatewayFailure !== undefined && {
        enforcing_consecutive_gateway_failure: check.enforcingConsecutiveGatewayFailure,
      }),
      ...(check.maxEjectionPercent !== undefined && { max_ejection_percent: check.maxEjectionPercent }),
      always_eject_one_host: instances.length > 1 && check.maxEjectionPercent !== 0,
    },
  };
}

/** How a sidecar probes the instances of a target itself. */
export function activeHealthChecks(
  { activeHealthCheck }: UpstreamSettings,
  protocol: Protocol,
): Pick<Cluster, "health_checks" | "ignore_health_on_host_removal"> {
  if (!activeHealthCheck) return {};
  const check = activeHealthCheck.value;
  const interval = seconds(check.intervalMs);
  return {
    health_checks: [
      {
        timeout: seconds(check.timeoutMs),
        interval,
        // Without traffic Envoy would probe once a minute, and the first requests would meet what died meanwhile.
        no_traffic_interval: interval,
        unhealthy_threshold: check.unhealthyThreshold,
        healthy_threshold: check.healthyThreshold,
        ...probe(check, protocol),
      },
    ],
    // An instance that fails its own checks leaves at once, however well it answers probes.
    ignore_health_on_host_removal: true,
  };
}

function probe(
  check: ActiveHealthCheck,
  protocol: Protocol,
): Pick<HealthCheck, "http_health_check" | "grpc_health_check" | "tcp_health_check"> {
  switch (probeType(check, protocol)) {
    case "tcp":
      return { tcp_health_check: {} };
    case "grpc":
      return {
        grpc_health_check: check.grpcService === "" ? {} : { service_name: check.grpcService },
      };
    case "http":
      return {
        http_health_check: {
          path: check.path,
          ...(speaksHttp2(protocol) && { codec_client_type: "HTTP2" }),
        },
      };
  }
}

function speaksHttp2(protocol: Protocol): boolean {
  return protocol === "http2" || protocol === "grpc";
}
