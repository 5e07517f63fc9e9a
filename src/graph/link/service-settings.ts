import type { EntryOf } from "../../config/entry.ts";
import type { Expose as ExposeEntry, ProxyConfig, ServiceDefaults } from "../../config/gen/entries.ts";
import type { EntryKind } from "../../config/schema.ts";
import type { DeclaredPath, Expose, ServiceSettings } from "../service-settings.ts";
import type { Setting } from "../setting.ts";
import type { EntryIndex } from "./entry-index.ts";
import { linkFaultInjection } from "./link-fault-injection.ts";
import { linkRateLimits } from "./link-rate-limits.ts";
import { firstSetting, firstSettingAs } from "./setting-layers.ts";
import type { RangeWithin, SettingLayer } from "./setting-layers.ts";

/** What is in force where nothing else is said. */
export const serviceSettingDefaults = {
  localConnectTimeoutMs: 5_000,
  handshakeTimeoutMs: 10_000,
  maxRequestHeadersKb: 60,
} as const;

/** Every field that any of the layers may give. */
type Fields = Pick<
  ProxyConfig,
  "bind_address" | "bind_port" | "local_idle_timeout_ms" | "handshake_timeout_ms"
> &
  Pick<
    ServiceDefaults,
    | "max_inbound_connections"
    | "local_connect_timeout_ms"
    | "local_request_timeout_ms"
    | "balance_inbound_connections"
    | "max_request_headers_kb"
    | "rate_limits"
    | "fault_injection"
    | "mutual_tls_mode"
    | "expose"
  >;

const fieldNames: Readonly<Record<keyof Fields, true>> = {
  bind_address: true,
  bind_port: true,
  local_idle_timeout_ms: true,
  handshake_timeout_ms: true,
  max_inbound_connections: true,
  local_connect_timeout_ms: true,
  local_request_timeout_ms: true,
  balance_inbound_connections: true,
  max_request_headers_kb: true,
  rate_limits: true,
  fault_injection: true,
  mutual_tls_mode: true,
  expose: true,
};
const fields: ReadonlySet<string> = new Set(Object.keys(fieldNames));

/**
 * The settings of a service's sidecars, by precedence: the proxy settings of the service, its own fields, its
 * service-defaults, the proxy settings of proxy-defaults, the fields of proxy-defaults. A setting is taken whole from the
 * first of these that gives it.
 */
export function linkServiceSettings(name: string, index: SettingEntries): ServiceSettings {
  const layers = layersOf(name, index);
  return layers.length === 0 ? nothingGiven : settingsOf(layers);
}

function settingsOf(layers: readonly SettingLayer<Fields>[]): ServiceSettings {
  const given = <K extends keyof Fields>(field: K) => firstSetting(layers, field);
  return {
    maxInboundConnections: firstSettingAs(layers, "max_inbound_connections", limit) ?? unset,
    balanceInboundConnections: given("balance_inbound_connections") ?? unset,
    maxRequestHeadersKb:
      given("max_request_headers_kb") ?? defaultTo(serviceSettingDefaults.maxRequestHeadersKb),
    handshakeTimeoutMs: timeout(layers, "handshake_timeout_ms", serviceSettingDefaults.handshakeTimeoutMs),
    localConnectTimeoutMs: timeout(
      layers,
      "local_connect_timeout_ms",
      serviceSettingDefaults.localConnectTimeoutMs,
    ),
    localRequestTimeoutMs: given("local_request_timeout_ms") ?? defaultTo(0),
    localIdleTimeoutMs: given("local_idle_timeout_ms") ?? unset,
    bindAddress: given("bind_address") ?? unset,
    bindPort: given("bind_port") ?? unset,
    mutualTlsMode: given("mutual_tls_mode") ?? defaultTo("strict"),
    rateLimits: firstSettingAs(layers, "rate_limits", linkRateLimits) ?? unset,
    faultInjection: firstSettingAs(layers, "fault_injection", linkFaultInjection) ?? unset,
    expose: firstSettingAs(layers, "expose", linkExpose) ?? defaultTo(nothingExposed),
  };
}

type SettingEntries = Pick<EntryIndex, "services" | "serviceDefaults" | "proxyDefaults">;

function layersOf(
  name: string,
  { services, serviceDefaults, proxyDefaults }: SettingEntries,
): readonly SettingLayer<Fields>[] {
  const service = services.get(name);
  const defaults = serviceDefaults.get(name);
  return [
    ...layer(service, service?.value.config, ["config"]),
    ...layer(service, service?.value, []),
    ...layer(defaults, defaults?.value, []),
    ...layer(proxyDefaults, proxyDefaults?.value.config, ["config"]),
    ...layer(proxyDefaults, proxyDefaults?.value, []),
  ];
}

/** What the entry says at the path; nothing when there is no such entry, or when it gives none of the fields. */
function layer(
  entry: Pick<EntryOf<EntryKind>, "rangeAt"> | undefined,
  value: Readonly<Fields> | undefined,
  path: readonly string[],
): readonly SettingLayer<Fields>[] {
  if (!entry || !value || !Object.keys(value).some((field) => fields.has(field))) return [];
  return [{ value, rangeAt: (...within) => entry.rangeAt(...path, ...within) }];
}

/** A timeout of 0 means the default: a connection cannot open in no time. */
function timeout(
  layers: readonly SettingLayer<Fields>[],
  field: "handshake_timeout_ms" | "local_connect_timeout_ms",
  fallbackMs: number,
): Setting<number> {
  return firstSettingAs(layers, field, (ms) => ms || fallbackMs) ?? defaultTo(fallbackMs);
}

/** 0 for any number. */
function limit(count: number): number | undefined {
  return count > 0 ? count : undefined;
}

function linkExpose({ checks = false, paths = [] }: ExposeEntry, rangeWithin: RangeWithin): Expose {
  return {
    checks,
    paths: paths.map((path, index): DeclaredPath => ({
      path: path.path,
      listenerPort: path.listener_port,
      localPort: path.local_path_port,
      protocol: path.protocol ?? "http",
      range: rangeWithin("paths", index),
    })),
  };
}

const unset: Setting<undefined> = { value: undefined, range: undefined };
const nothingExposed: Expose = { checks: false, paths: [] };

function defaultTo<T>(value: T): Setting<T> {
  return { value, range: undefined };
}

/** Of a service about which nothing is said, as about most: one for all. */
const nothingGiven = settingsOf([]);
