import { durationMs } from "../../config/duration.ts";
import type { EntryOf } from "../../config/entry.ts";
import type { Service as ServiceEntry, ServiceCheck, ServiceInstance } from "../../config/gen/entries.ts";
import type { HealthCheck, Instance, Service } from "../mesh-graph.ts";
import type { EntryIndex } from "./entry-index.ts";
import { protocolOf } from "./protocol.ts";

/** A service with its instances complete: an omitted instance is one whose id is the service's name. */
export function linkService(entry: EntryOf<"service">, index: EntryIndex): Service {
  const { value } = entry;
  const declared: readonly ServiceInstance[] = value.instances?.length
    ? value.instances
    : [{ id: value.name, sidecar_port: 21000 }];
  return {
    name: value.name,
    protocol: protocolOf(value.name, index).protocol,
    instances: declared.map((instance, index) => linkInstance(instance, index, entry)),
    upstreams: (value.upstreams ?? []).map((upstream, index) => ({
      destination: upstream.destination_name,
      localBindAddress: upstream.local_bind_address ?? "127.0.0.1",
      localBindPort: upstream.local_bind_port,
      range: entry.rangeAt("upstreams", index),
    })),
    range: entry.range,
  };
}

function linkInstance(instance: ServiceInstance, index: number, entry: EntryOf<"service">): Instance {
  const { value } = entry;
  const port = instance.port ?? value.port;
  return {
    id: instance.id,
    service: value.name,
    address: instance.address ?? value.address ?? "127.0.0.1",
    port,
    sidecarPort: instance.sidecar_port ?? 21000,
    meta: { ...value.meta, ...instance.meta },
    tags: [...new Set([...(value.tags ?? []), ...(instance.tags ?? [])])],
    command: instance.command,
    checks: (value.checks ?? []).map((check, checkIndex) => linkCheck(check, { value, port, checkIndex })),
    range: value.instances?.length ? entry.rangeAt("instances", index) : entry.range,
  };
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
