import { durationMs } from "../../config/duration.ts";
import type { EntryOf } from "../../config/entry.ts";
import type {
  Locality as LocalityEntry,
  Service as ServiceEntry,
  ServiceCheck,
  ServiceInstance,
  Weights,
} from "../../config/gen/entries.ts";
import type { Locality } from "../locality.ts";
import type { HealthCheck, Instance, Service } from "../mesh-graph.ts";
import { Recollection } from "../recollection.ts";
import type { ServiceSettings } from "../service-settings.ts";
import type { EntryIndex } from "./entry-index.ts";
import { linkExposedPaths } from "./link-exposed-paths.ts";
import { protocolOf } from "./protocol.ts";
import { linkServiceSettings } from "./service-settings.ts";
import { linkUpstreamSettings } from "./upstream-settings.ts";

/** A service with its instances complete: an omitted instance is one whose id is the service's name. */
export function linkService(entry: EntryOf<"service">, index: EntryIndex): Service {
  const { name } = entry.value;
  const ingredients = [index.services.get(name), index.serviceDefaults.get(name), index.proxyDefaults];
  return linked.recall({ owner: entry }, ingredients, () => completeService(entry, index));
}

const linked = new Recollection<Service>();

function completeService(entry: EntryOf<"service">, index: EntryIndex): Service {
  const { value } = entry;
  const declared: readonly ServiceInstance[] = value.instances?.length
    ? value.instances
    : [{ id: value.name }];
  const settings = linkServiceSettings(value.name, index);
  return {
    name: value.name,
    protocol: protocolOf(value.name, index).protocol,
    settings,
    instances: declared.map((instance, position) => linkInstance(instance, { position, entry, settings })),
    upstreams: (value.upstreams ?? []).map((upstream, position) => ({
      destination: upstream.destination_name,
      localBindAddress: upstream.local_bind_address ?? "127.0.0.1",
      localBindPort: upstream.local_bind_port,
      settings: linkUpstreamSettings(entry, position, index),
      range: entry.rangeAt("upstreams", position),
    })),
    range: entry.range,
  };
}

interface InstanceSite {
  readonly position: number;
  readonly entry: EntryOf<"service">;
  readonly settings: ServiceSettings;
}

/** An instance that does not say where its sidecar is reached is reached where the sidecar listens. */
function linkInstance(instance: ServiceInstance, { position, entry, settings }: InstanceSite): Instance {
  const { value } = entry;
  const { bindAddress, bindPort } = settings;
  const port = instance.port ?? value.port;
  const address = instance.address ?? value.address ?? "127.0.0.1";
  const sidecarPort = instance.sidecar_port ?? bindPort.value ?? 21000;
  const checks = value.checks ?? [];
  return {
    id: instance.id,
    service: value.name,
    address,
    port,
    sidecarPort,
    bind: { address: bindAddress.value ?? address, port: bindPort.value ?? sidecarPort },
    exposedPaths: linkExposedPaths({
      port,
      sidecarPort,
      checks,
      settings,
      rangeOfCheck: (index) => entry.rangeAt("checks", index),
    }),
    meta: { ...value.meta, ...instance.meta },
    tags: [...new Set([...(value.tags ?? []), ...(instance.tags ?? [])])],
    weights: linkWeights(instance.weights ?? value.weights),
    locality: linkLocality(instance.locality ?? value.locality),
    command: instance.command,
    checks: checks.map((check, checkIndex) => linkCheck(check, { value, port, checkIndex })),
    range: value.instances?.length ? entry.rangeAt("instances", position) : entry.range,
  };
}

function linkWeights({ passing = 1, warning = 1 }: Weights = {}): Instance["weights"] {
  return { passing, warning };
}

function linkLocality(locality: LocalityEntry | undefined): Locality | undefined {
  return locality && { region: locality.region, zone: locality.zone };
}

interface CheckSite {
  readonly value: Readonly<ServiceEntry>;
  readonly port: number;
  readonly checkIndex: number;
}

/** Probes go to loopback: they run beside the instance, and so see the application even when the network is down. */
function linkCheck(check: ServiceCheck, { value, port, checkIndex }: CheckSite): HealthCheck {
  const probedPort = check.port ?? port;
  return {
    id: check.id ?? `${value.name}:${check.type}:${checkIndex}`,
    target:
      check.type === "tcp"
        ? { type: "tcp", host: "127.0.0.1", port: probedPort }
        : {
            type: "http",
            url: `http://127.0.0.1:${probedPort}${check.path ?? "/"}`,
            method: check.method ?? "GET",
          },
    intervalMs: durationMs(check.interval ?? "10s"),
    timeoutMs: durationMs(check.timeout ?? "10s"),
    successBeforePassing: check.success_before_passing ?? 0,
    failuresBeforeCritical: check.failures_before_critical ?? 0,
  };
}
