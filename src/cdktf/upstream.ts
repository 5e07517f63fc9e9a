import { Token } from "cdktf";
import { configCodes } from "../config/codes.ts";
import { MeshConstruct } from "./mesh-construct.ts";
import type { Construct } from "constructs";
import type { UpstreamProps } from "./gen/props.ts";
import type { MeshConstructOptions, Statement } from "./mesh-construct.ts";
import type { Mistake } from "./findings.ts";
import { isNamedService, serviceNameOf } from "./service-name.ts";
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
  /** NaN when there is none, which is a mistake of the mesh. */
  readonly localBindPort: number;
  readonly #statement: Statement | undefined;

  /** @internal `service.connectTo` makes these. */
  constructor(scope: Construct, id: string, options: UpstreamOptions) {
    super(scope, id, options);
    const { caller, destination, props } = options;
    this.localBindAddress = props.localBindAddress ?? "127.0.0.1";
    const lastingName = lastingNameOf(destination);
    const standardPort = lastingName === undefined ? undefined : standardBindPort(lastingName);
    const localBindPort = props.localBindPort ?? standardPort;
    this.localBindPort = localBindPort ?? Number.NaN;
    this.#statement =
      localBindPort === undefined
        ? undefined
        : {
            kind: "service",
            name: caller,
            about: { part: "entry" },
            props: { upstreams: [{ name: destination, ...props, localBindPort }] },
          };
  }

  statements(): readonly Statement[] {
    return this.#statement ? [this.#statement] : [];
  }

  override mistakes(): readonly Mistake[] {
    if (this.#statement) return [];
    const detail =
      "Only Terraform knows the destination's name, from which the port would come. Give connectTo a localBindPort, or the construct that addService made.";
    return [{ origin: this, code: configCodes.missingField, summary: "Missing localBindPort", detail }];
  }
}

/** A name that stays as it is while other constructs come and go, as a token's own text does not. */
function lastingNameOf(service: ServiceName): string | undefined {
  const name = serviceNameOf(service);
  if (!Token.isUnresolved(name)) return name;
  return isNamedService(service) ? service.localName : undefined;
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
