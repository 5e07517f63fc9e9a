import { entriesOfKind } from "../../config/entry.ts";
import type { Entry } from "../../config/entry.ts";
import type { SourceRange } from "../../diagnostics/source-file.ts";
import type { MeshGraph, Service, Upstream } from "../../graph/mesh-graph.ts";
import type { Setting } from "../../graph/setting.ts";
import type { Target } from "../../graph/target.ts";
import { placeOf } from "./place-text.ts";
import type { Place } from "./place-text.ts";

/** A setting as it holds after everything that may give it was asked. */
export interface EffectiveSetting {
  /** Of the service itself, of one of its upstreams, or of what callers reach it by. */
  readonly of: string;
  readonly setting: string;
  readonly value: SettingValue;
  /** Undefined for a default. */
  readonly declaredAt: Place | undefined;
}

/** Undefined where nothing is set and Envoy's own ways hold. */
export type SettingValue = undefined | boolean | number | string | object;

/** Everything that is merged for a service, each value with the place it comes from. */
export function effectiveSettings(
  service: Service,
  graph: MeshGraph,
  entries: readonly Entry[],
): readonly EffectiveSetting[] {
  const targets = [...graph.targets.values()].filter((target) => target.service === service.name);
  return [
    setting("service", "protocol", { value: service.protocol, range: protocolRange(service.name, entries) }),
    ...settingsIn("service", service.settings),
    ...targets.flatMap((target) => targetSettings(target, entries)),
    ...service.upstreams.flatMap(upstreamSettings),
  ];
}

function setting(of: string, name: string, { value, range }: Setting<SettingValue>): EffectiveSetting {
  return { of, setting: documented(name), value: shown(value), declaredAt: range && placeOf(range) };
}

/** As documents write names: `local_connect_timeout_ms`. */
function documented(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function settingsIn(of: string, settings: object): readonly EffectiveSetting[] {
  return Object.entries(settings).flatMap(([name, given]) =>
    isSetting(given) ? [setting(of, name, given)] : [],
  );
}

function isSetting(value: unknown): value is Setting<SettingValue> {
  return typeof value === "object" && value !== null && "value" in value && "range" in value;
}

/** Parts of a value know their lines too, with the whole file behind them: those stay out. */
function shown(value: SettingValue): SettingValue {
  if (typeof value !== "object") return value;
  const text = JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(
          Object.entries(part).flatMap(([name, field]) =>
            name === "range" ? [] : [[documented(name), field]],
          ),
        )
      : part,
  );
  return JSON.parse(text) as object;
}

function protocolRange(name: string, entries: readonly Entry[]): SourceRange | undefined {
  const defaults = entriesOfKind(entries, "service-defaults").find((entry) => entry.name === name);
  if (defaults?.value.protocol !== undefined) return defaults.rangeAt("protocol");
  const service = entriesOfKind(entries, "service").find((entry) => entry.name === name);
  if (service?.value.protocol !== undefined) return service.rangeAt("protocol");
  const [forAll] = entriesOfKind(entries, "proxy-defaults");
  return forAll?.value.config?.protocol === undefined ? undefined : forAll.rangeAt("config", "protocol");
}

/** How callers reach it: what its resolver says, as a whole and of each subset. */
function targetSettings(target: Target, entries: readonly Entry[]): readonly EffectiveSetting[] {
  const { service, subset, connectTimeoutMs, requestTimeoutMs, loadBalancer, onlyPassing } = target;
  const resolver = entriesOfKind(entries, "service-resolver").find((entry) => entry.name === service);
  const given = resolver?.value;
  const inSubset = subset === undefined ? undefined : given?.subsets?.[subset];
  const of = subset === undefined ? "as a target" : `as target ${subset}`;
  const at = (value: unknown, ...path: readonly string[]): SourceRange | undefined =>
    value === undefined ? undefined : resolver?.rangeAt(...path);
  return [
    setting(of, "connectTimeoutMs", {
      value: connectTimeoutMs,
      range: at(given?.connect_timeout, "connect_timeout"),
    }),
    setting(of, "requestTimeoutMs", {
      value: requestTimeoutMs,
      range: at(given?.request_timeout, "request_timeout"),
    }),
    setting(of, "loadBalancer", { value: loadBalancer, range: at(given?.load_balancer, "load_balancer") }),
    setting(of, "onlyPassing", {
      value: onlyPassing,
      range: at(inSubset?.only_passing, "subsets", subset ?? "", "only_passing"),
    }),
  ];
}

/** How this service's own sidecars call another; nothing where the target alone decides. */
function upstreamSettings({ destination, settings }: Upstream): readonly EffectiveSetting[] {
  return settingsIn(`upstream ${destination}`, settings);
}
