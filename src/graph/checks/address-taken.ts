import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { SourceRange } from "../../diagnostics/source-file.ts";
import { graphCodes } from "../codes.ts";
import type { Instance, Service } from "../mesh-graph.ts";
import type { GraphCheck } from "./graph-check.ts";

interface Listening {
  readonly address: string;
  readonly port: number;
  readonly what: string;
  readonly range: SourceRange;
}

/**
 * Two things cannot listen on one address and port. Judged for each address: instances with different addresses are
 * taken to run on different machines, and an upstream's loopback listener runs on the machine of its instance.
 */
export const addressTaken: GraphCheck = ({ graph }) => {
  const first = new Map<string, Listening>();
  const found: Diagnostic[] = [];
  for (const listening of [...graph.services.values()].flatMap(listenersOf)) {
    const key = `${listening.address} ${listening.port}`;
    const earlier = first.get(key);
    if (!earlier) first.set(key, listening);
    else found.push(report(listening, earlier));
  }
  return found;
};

function listenersOf(service: Service): readonly Listening[] {
  return service.instances.flatMap((instance) => [
    {
      address: instance.address,
      port: instance.sidecarPort,
      what: `the sidecar of "${instance.id}"`,
      range: instance.range,
    },
    {
      address: instance.address,
      port: instance.port,
      what: `the application "${instance.id}"`,
      range: instance.range,
    },
    ...upstreamListeners(service, instance),
  ]);
}

function upstreamListeners(service: Service, instance: Instance): readonly Listening[] {
  return service.upstreams.map((upstream) => ({
    address: instance.address,
    port: upstream.localBindPort,
    what: `the upstream "${upstream.destination}" of "${instance.id}"`,
    range: upstream.range,
  }));
}

function report(listening: Listening, earlier: Listening): Diagnostic {
  return error({
    code: graphCodes.addressTaken,
    summary: `Port ${listening.port} is taken`,
    detail: `${capitalised(listening.what)} would listen on port ${listening.port} at ${listening.address}, where ${earlier.what} already does. Give one of them another port (sidecar_port, port or local_bind_port).`,
    subject: listening.range,
    related: [{ message: `Taken here by ${earlier.what}.`, range: earlier.range }],
  });
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
