import type { SourceRange } from "../diagnostics/source-file.ts";
import type { FaultInjection } from "./fault-injection.ts";
import type { InstanceRateLimits } from "./rate-limit.ts";
import type { Setting } from "./setting.ts";

/** How a service's sidecars treat what arrives for it, each setting with the place that gives it. */
export interface ServiceSettings {
  /** Undefined for any number. */
  readonly maxInboundConnections: Setting<number | undefined>;
  readonly balanceInboundConnections: Setting<"exact_balance" | undefined>;
  readonly maxRequestHeadersKb: Setting<number>;
  readonly handshakeTimeoutMs: Setting<number>;
  readonly localConnectTimeoutMs: Setting<number>;
  /** 0 for any time: callers have timeouts of their own. */
  readonly localRequestTimeoutMs: Setting<number>;
  /** Undefined for Envoy's own, 0 for any time. */
  readonly localIdleTimeoutMs: Setting<number | undefined>;
  /** Where the sidecar listens; undefined for where others reach it. */
  readonly bindAddress: Setting<string | undefined>;
  readonly bindPort: Setting<number | undefined>;
  readonly mutualTlsMode: Setting<MutualTlsMode>;
  readonly rateLimits: Setting<InstanceRateLimits | undefined>;
  readonly faultInjection: Setting<FaultInjection | undefined>;
  readonly expose: Setting<Expose>;
}

/** Whether callers without mutual TLS are refused or let in unjudged. */
export type MutualTlsMode = "strict" | "permissive";

/** What is reached without mutual TLS, before it is known of which instance. */
export interface Expose {
  readonly checks: boolean;
  readonly paths: readonly DeclaredPath[];
}

export interface DeclaredPath {
  readonly path: string;
  readonly listenerPort: number;
  /** Undefined for the instance's own. */
  readonly localPort: number | undefined;
  readonly protocol: "http" | "http2";
  readonly range: SourceRange;
}

/** One path of one instance that is reached without mutual TLS. */
export interface ExposedPath extends DeclaredPath {
  readonly localPort: number;
}

/** The places that gave any of the settings. */
export function originsOf(settings: readonly Pick<Setting<unknown>, "range">[]): readonly SourceRange[] {
  return settings.flatMap(({ range }) => range ?? []);
}
