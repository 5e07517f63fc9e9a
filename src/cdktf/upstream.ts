import { MeshConstruct } from "./mesh-construct.ts";
import type { Construct } from "constructs";
import type { UpstreamProps } from "./gen/props.ts";
import type { MeshConstructOptions, Statement } from "./mesh-construct.ts";
import { serviceNameOf } from "./service-name.ts";
import type { ServiceName } from "./service-name.ts";

export interface UpstreamOptions extends MeshConstructOptions {
  readonly caller: ServiceName;
  readonly destination: ServiceName;
  readonly props: Partial<Omit<UpstreamProps, "name">>;
}

/** A listener of a service's sidecar, at which the application reaches another service. */
export class Upstream extends MeshConstruct {
  /** Where the sidecar listens, for the application to be told. */
  readonly localBindAddress: string;
  readonly localBindPort: number;
  readonly #statement: Statement;

  /** @internal `service.connectTo` makes these. */
  constructor(scope: Construct, id: string, options: UpstreamOptions) {
    super(scope, id, options);
    const { caller, destination, props } = options;
    this.localBindAddress = props.localBindAddress ?? "127.0.0.1";
    this.localBindPort = props.localBindPort ?? standardBindPort(serviceNameOf(destination));
    this.#statement = {
      kind: "service",
      name: caller,
      about: { part: "entry" },
      props: { upstreams: [{ name: destination, ...props, localBindPort: this.localBindPort }] },
    };
  }

  statements(): readonly Statement[] {
    return [this.#statement];
  }
}

/** Below what systems hand out by themselves, and apart from the ports that sidecars and agents are used to have. */
const standardPorts = { first: 10_000, count: 9_000 } as const;

/**
 * The port for calls to a service when none is given. It depends on the name alone, so that another service never moves
 * it. When two services of one caller meet at a port, the compiler says so, and one of them is to be given a port.
 */
function standardBindPort(name: string): number {
  // FNV-1a with 32 bits, of code units.
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index += 1)
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193) >>> 0;
  return standardPorts.first + (hash % standardPorts.count);
}
