import { durationMs } from "../../config/duration.ts";
import type { EntryOf } from "../../config/entry.ts";
import type {
  ActiveHealthCheck as ActiveHealthCheckEntry,
  PassiveHealthCheck as PassiveHealthCheckEntry,
  UpstreamConfig,
  UpstreamConfiguration,
  UpstreamLimits,
} from "../../config/gen/entries.ts";
import { noUpstreamSettings } from "../upstream-settings.ts";
import type {
  ActiveHealthCheck,
  Limits,
  PassiveHealthCheck,
  UpstreamSettings,
} from "../upstream-settings.ts";
import type { EntryIndex } from "./entry-index.ts";
import { firstSetting, firstSettingAs } from "./setting-layers.ts";
import type { SettingLayer } from "./setting-layers.ts";

/**
 * How a service's sidecars call one of its upstreams. By precedence: the upstream's own `config`, the override for the
 * service called, the defaults for every service called; of the last two, those of the service's own block come before
 * those of its service-defaults. A nested block, such as `limits`, is taken whole.
 */
export function linkUpstreamSettings(
  entry: EntryOf<"service">,
  position: number,
  { serviceDefaults }: Pick<EntryIndex, "serviceDefaults">,
): UpstreamSettings {
  const upstream = entry.value.upstreams?.[position];
  const defaults = serviceDefaults.get(entry.name);
  if (!upstream?.config && !entry.value.upstream_config && !defaults?.value.upstream_config)
    return noUpstreamSettings;
  const shared = [entry, ...(defaults ? [defaults] : [])];
  const destination = upstream?.destination_name ?? "";
  const layers = [
    ...layer(entry, upstream?.config, ["upstreams", position, "config"]),
    ...shared.flatMap((source) => overrideLayer(source, destination)),
    ...shared.flatMap((source) =>
      layer(source, source.value.upstream_config?.defaults, ["upstream_config", "defaults"]),
    ),
  ];
  return layers.length === 0 ? noUpstreamSettings : settingsOf(layers);
}

function settingsOf(layers: readonly SettingLayer<UpstreamConfig>[]): UpstreamSettings {
  const settings = {
    protocol: firstSetting(layers, "protocol"),
    connectTimeoutMs: firstSetting(layers, "connect_timeout_ms"),
    limits: firstSettingAs(layers, "limits", linkLimits),
    passiveHealthCheck: firstSettingAs(layers, "passive_health_check", linkPassiveHealthCheck),
    activeHealthCheck: firstSettingAs(layers, "active_health_check", linkActiveHealthCheck),
    balanceConnections: firstSetting(layers, "balance_outbound_connections"),
  };
  return { ...settings, key: keyOf(settings) };
}

/** Values and places: repetition makes different values at one place, and equal ones stand at several. */
function keyOf(settings: Omit<UpstreamSettings, "key">): string {
  const given = Object.entries(settings).flatMap(([name, setting]) => {
    const { file, start } = setting?.range ?? {};
    return setting ? [[name, setting.value, file?.filename, start]] : [];
  });
  return given.length === 0 ? "" : JSON.stringify(given);
}

interface ConfigSource extends Pick<EntryOf<"service">, "rangeAt"> {
  readonly value: { readonly upstream_config?: UpstreamConfiguration };
}

function overrideLayer(source: ConfigSource, destination: string): readonly SettingLayer<UpstreamConfig>[] {
  const overrides = source.value.upstream_config?.overrides ?? [];
  const position = overrides.findIndex(({ name }) => name === destination);
  return position < 0 ? [] : layer(source, overrides[position], ["upstream_config", "overrides", position]);
}

function layer(
  source: ConfigSource,
  value: Readonly<UpstreamConfig> | undefined,
  path: readonly (string | number)[],
): readonly SettingLayer<UpstreamConfig>[] {
  return value ? [{ value, rangeAt: (...within) => source.rangeAt(...path, ...within) }] : [];
}

function linkLimits(limits: UpstreamLimits): Limits {
  const budget = limits.retry_budget;
  return {
    maxConnections: limits.max_connections,
    maxPendingRequests: limits.max_pending_requests,
    maxConcurrentRequests: limits.max_concurrent_requests,
    retryBudget: budget && {
      percent: budget.budget_percent ?? 20,
      minConcurrency: budget.min_retry_concurrency ?? 3,
    },
  };
}

function linkPassiveHealthCheck(check: PassiveHealthCheckEntry): PassiveHealthCheck {
  return {
    intervalMs: check.interval === undefined ? undefined : durationMs(check.interval),
    consecutive5xx: check.consecutive_5xx ?? check.max_failures,
    consecutiveGatewayFailure: check.consecutive_gateway_failure,
    enforcingConsecutive5xx: check.enforcing_consecutive_5xx,
    enforcingConsecutiveGatewayFailure: check.enforcing_consecutive_gateway_failure,
    maxEjectionPercent: check.max_ejection_percent,
    baseEjectionTimeMs: durationMs(check.base_ejection_time ?? "30s"),
  };
}

function linkActiveHealthCheck(check: ActiveHealthCheckEntry): ActiveHealthCheck {
  return {
    type: check.type,
    path: check.path ?? "/",
    grpcService: check.grpc_service ?? "",
    intervalMs: durationMs(check.interval ?? "10s"),
    timeoutMs: durationMs(check.timeout ?? "5s"),
    unhealthyThreshold: check.unhealthy_threshold ?? 3,
    healthyThreshold: check.healthy_threshold ?? 2,
  };
}
