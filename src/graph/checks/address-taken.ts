import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import type { SourceRange } from "../../diagnostics/source-file.ts";
import { graphCodes } from "../codes.ts";
import type { Instance, Service } from "../mesh-graph.ts";
import type { GraphCheck } from "./graph-check.ts";

interface Listening {
  /** The machine's address. */
  readonly address: string;
  readonly port: number;
  /** The local address listened on; undefined where it may be all of them. */
  readonly bindAddress?: string;
  /** In words; asked for only when two of them meet. */
  readonly describe: () => string;
  readonly range: SourceRange;
}

export const addressTakenPages: readonly ErrorPage[] = [
  {
    code: graphCodes.addressTaken,
    title: "Two things on one port",
    meaning:
      "On one address a port belongs to one listener. An application, its sidecar (`sidecar_port`, 21000 unless given) and each upstream (`local_bind_port`) listen on ports of their own. Instances with different addresses are on different machines and do not meet.",
    wrong: `service "web" {
  port = 8080
}

service "api" {
  port = 9090
}`,
    right: `service "web" {
  port = 8080
}

service "api" {
  port = 9090

  instance "api" { sidecar_port = 21001 }
}`,
    wayOut: "Give one of the two another port, or its instance another address.",
  },
];

/**
 * Two things cannot listen on one address and port. Judged for each address: instances with different addresses are
 * taken to run on different machines, and an upstream's loopback listener runs on the machine of its instance.
 */
export const addressTaken: GraphCheck = ({ graph, index }) => {
  const known = new Map<string, Map<number, Listening[]>>();
  const found: Diagnostic[] = [];
  const add = (listening: Listening): void => {
    const ports = entryOf(known, listening.address, () => new Map<number, Listening[]>());
    const others = entryOf(ports, listening.port, () => []);
    const earlier = others.find((other) => shareAddress(other, listening));
    if (earlier) found.push(report(listening, earlier));
    else others.push(listening);
  };
  for (const service of graph.services.values()) {
    // What was meant for a broken service's ports shows once that is corrected.
    if (index.isBroken("service", service.name)) continue;
    for (const instance of firstOfEachId(service.instances)) addListenersOf(service, instance, add);
  }
  return found;
};

function entryOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

/** Of instances with one id only the first counts: a rule of its own reports the others. */
function firstOfEachId(instances: readonly Instance[]): readonly Instance[] {
  if (instances.length < 2) return instances;
  const seen = new Set<string>();
  return instances.filter(({ id }) => seen.size < seen.add(id).size);
}

function shareAddress(a: Listening, b: Listening): boolean {
  return a.bindAddress === undefined || b.bindAddress === undefined || a.bindAddress === b.bindAddress;
}

function addListenersOf(service: Service, instance: Instance, add: (listening: Listening) => void): void {
  const { address, range, id } = instance;
  add({ address, port: instance.bind.port, describe: () => `the sidecar of "${id}"`, range });
  add({ address, port: instance.port, describe: () => `the application "${id}"`, range });
  for (const { destination, localBindAddress, localBindPort: port, range } of service.upstreams) {
    const describe = () => `the upstream "${destination}" of "${id}"`;
    const isEverywhere = localBindAddress === "0.0.0.0" || localBindAddress === "::";
    add({ address, port, describe, range, ...(!isEverywhere && { bindAddress: localBindAddress }) });
  }
  // Paths that share a port share a listener.
  const ports = new Set<number>();
  for (const { listenerPort: port, path, range } of instance.exposedPaths) {
    if (ports.has(port)) continue;
    ports.add(port);
    add({ address, port, describe: () => `the exposed path "${path}" of "${id}"`, range });
  }
}

function report(listening: Listening, earlier: Listening): Diagnostic {
  const what = earlier.describe();
  return error({
    code: graphCodes.addressTaken,
    summary: `Port ${listening.port} is taken`,
    detail: `${capitalised(listening.describe())} would listen on port ${listening.port} at ${listening.address}, where ${what} already does. Give one of them another port (sidecar_port, port, local_bind_port or listener_port).`,
    subject: listening.range,
    related: [{ message: `Taken here by ${what}.`, range: earlier.range }],
  });
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
