import type { SourceRange } from "../diagnostics/source-file.ts";
import type { Protocol } from "./mesh-graph.ts";
import type { Setting } from "./setting.ts";

/**
 * How a caller's sidecars treat the instances of what they call. A setting that nothing gives is undefined: then the
 * target's own counts, or Envoy's default.
 */
export interface UpstreamSettings {
  /** Spoken instead of what the service itself says. */
  readonly protocol: Setting<Protocol> | undefined;
  /** Instead of the target's. */
  readonly connectTimeoutMs: Setting<number> | undefined;
  readonly limits: Setting<Limits> | undefined;
  readonly passiveHealthCheck: Setting<PassiveHealthCheck> | undefined;
  readonly activeHealthCheck: Setting<ActiveHealthCheck> | undefined;
  readonly balanceConnections: Setting<"exact_balance"> | undefined;
  /** Equal keys mean equal settings from the same lines; the key is empty where nothing is set. */
  readonly key: string;
}

/** What one sidecar may ask of each target at a time. Undefined: 1024 of each, and three retries. */
export interface Limits {
  readonly maxConnections: number | undefined;
  readonly maxPendingRequests: number | undefined;
  readonly maxConcurrentRequests: number | undefined;
  readonly retryBudget: RetryBudget | undefined;
}

export interface RetryBudget {
  /** Of the requests under way. */
  readonly percent: number;
  readonly minConcurrency: number;
}

/** When an instance that fails requests is left out for a while. Undefined: Envoy's default. */
export interface PassiveHealthCheck {
  readonly intervalMs: number | undefined;
  readonly consecutive5xx: number | undefined;
  readonly consecutiveGatewayFailure: number | undefined;
  readonly enforcingConsecutive5xx: number | undefined;
  readonly enforcingConsecutiveGatewayFailure: number | undefined;
  readonly maxEjectionPercent: number | undefined;
  readonly baseEjectionTimeMs: number;
}

export type ProbeType = "http" | "grpc" | "tcp";

/** How each calling sidecar probes instances itself. */
export interface ActiveHealthCheck {
  /** Undefined: as the protocol suggests. */
  readonly type: ProbeType | undefined;
  readonly path: string;
  /** Empty for the server as a whole. */
  readonly grpcService: string;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly unhealthyThreshold: number;
  readonly healthyThreshold: number;
}

/** What a probe of a service is that is called by the protocol. */
export function probeType({ type }: Pick<ActiveHealthCheck, "type">, protocol: Protocol): ProbeType {
  return type ?? (protocol === "http2" ? "http" : protocol);
}

/** What a caller says nothing about. */
export const noUpstreamSettings: UpstreamSettings = {
  protocol: undefined,
  connectTimeoutMs: undefined,
  limits: undefined,
  passiveHealthCheck: undefined,
  activeHealthCheck: undefined,
  balanceConnections: undefined,
  key: "",
};

/** The lines that made settings different from nothing, each once. */
export function originsOf(settings: UpstreamSettings): readonly SourceRange[] {
  const { connectTimeoutMs, limits, passiveHealthCheck, activeHealthCheck, protocol } = settings;
  const given = [protocol, connectTimeoutMs, limits, passiveHealthCheck, activeHealthCheck];
  return given.flatMap((setting) => setting?.range ?? []);
}
