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
  readonly what: string;
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
  const known = new Map<string, Listening[]>();
  const found: Diagnostic[] = [];
  // What was meant for a broken service's ports shows once that is corrected.
  const services = [...graph.services.values()].filter(({ name }) => !index.isBroken("service", name));
  for (const listening of services.flatMap(serviceListeners)) {
    const key = `${listening.address} ${listening.port}`;
    const others = known.get(key) ?? [];
    const earlier = others.find((other) => shareAddress(other, listening));
    if (earlier) found.push(report(listening, earlier));
    else known.set(key, [...others, listening]);
  }
  return found;
};

/** Of instances with one id only the first counts: a rule of its own reports the others. */
function serviceListeners(service: Service): readonly Listening[] {
  const byId = new Map([...service.instances].reverse().map((instance) => [instance.id, instance]));
  return [...byId.values()].reverse().flatMap((instance) => listenersOf(service, instance));
}

function shareAddress(a: Listening, b: Listening): boolean {
  return a.bindAddress === undefined || b.bindAddress === undefined || a.bindAddress === b.bindAddress;
}

function listenersOf(service: Service, instance: Instance): readonly Listening[] {
  const { address, range, id } = instance;
  return [
    { address, port: instance.bind.port, what: `the sidecar of "${id}"`, range },
    { address, port: instance.port, what: `the application "${id}"`, range },
    ...service.upstreams.map((upstream) => ({
      address,
      port: upstream.localBindPort,
      ...(!/^(0\.0\.0\.0|::)$/.test(upstream.localBindAddress) && { bindAddress: upstream.localBindAddress }),
      what: `the upstream "${upstream.destination}" of "${id}"`,
      range: upstream.range,
    })),
    ...exposedPorts(instance),
  ];
}

/** Paths that share a port share a listener. */
function exposedPorts({ address, id, exposedPaths }: Instance): readonly Listening[] {
  const byPort = new Map([...exposedPaths].reverse().map((path) => [path.listenerPort, path]));
  return [...byPort.values()].reverse().map(({ listenerPort, path, range }) => ({
    address,
    port: listenerPort,
    what: `the exposed path "${path}" of "${id}"`,
    range,
  }));
}

function report(listening: Listening, earlier: Listening): Diagnostic {
  return error({
    code: graphCodes.addressTaken,
    summary: `Port ${listening.port} is taken`,
    detail: `${capitalised(listening.what)} would listen on port ${listening.port} at ${listening.address}, where ${earlier.what} already does. Give one of them another port (sidecar_port, port, local_bind_port or listener_port).`,
    subject: listening.range,
    related: [{ message: `Taken here by ${earlier.what}.`, range: earlier.range }],
  });
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
