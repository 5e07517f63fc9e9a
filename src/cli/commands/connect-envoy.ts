import { join } from "node:path";
import { AgentError } from "../../client/agent-client.ts";
import type { AgentClient } from "../../client/agent-client.ts";
import type { InstancesResponse } from "../../client/api-types.ts";
import { nodeLogger } from "../../platform/node/logger.ts";
import { usableEnvoy } from "../envoy-binary/usable-envoy.ts";
import { agentAt } from "../agent-at.ts";
import { exitCodes } from "../exit-code.ts";
import type { ExitCode } from "../exit-code.ts";
import { describeEnd } from "../process-group.ts";
import { sidecarBootstrap, startSidecar } from "../sidecar/sidecar.ts";
import type { Sidecar } from "../sidecar/sidecar.ts";
import { untilInterrupted } from "../until-interrupted.ts";
import type { CommandContext } from "./command-context.ts";

export interface ConnectEnvoyArguments {
  readonly service: string;
  /** Undefined: the service's only one. */
  readonly instanceId: string | undefined;
  readonly agentAddress: string;
  readonly xdsAddress: string;
  readonly action: "run" | "print-bootstrap";
  readonly envoyArguments: readonly string[];
}

/** Runs the sidecar of one instance until it is told to end. */
export async function connectEnvoy(
  options: ConnectEnvoyArguments,
  context: CommandContext,
): Promise<ExitCode> {
  const { terminal, environment } = context;
  const client = agentAt(options.agentAddress, environment.agentAccess);
  const chosen = await chooseInstance(options, client);
  if (chosen.kind === "unclear") {
    terminal.note(chosen.message);
    return exitCodes.failure;
  }
  const identity = {
    service: options.service,
    instanceId: chosen.instanceId,
    datacenter: chosen.datacenter,
    xdsAddress: options.xdsAddress,
    tokenFile: join(environment.stateDirectory, "token"),
  };
  if (options.action === "print-bootstrap") {
    terminal.out(
      JSON.stringify(sidecarBootstrap(identity, join("/tmp", `${chosen.instanceId}-admin.sock`)), null, 2),
    );
    return exitCodes.success;
  }
  const envoy = await usableEnvoy();
  if (envoy.kind === "unusable") {
    terminal.note(envoy.message);
    return exitCodes.failure;
  }
  const interrupted = untilInterrupted();
  const logger = nodeLogger("info");
  const sidecar = startSidecar({
    ...identity,
    client,
    envoyPath: envoy.path,
    envoyArguments: options.envoyArguments,
    output: "inherit",
    logger,
  });
  logger.info("sidecar started", {
    instance: chosen.instanceId,
    envoy: envoy.path,
    admin: sidecar.adminSocketPath,
  });
  forward(sidecar);
  return endOf(sidecar, interrupted, context);
}

type Chosen =
  | { readonly kind: "chosen"; readonly instanceId: string; readonly datacenter: string }
  | { readonly kind: "unclear"; readonly message: string };

/**
 * An agent that is away or knows nothing yet is no reason to wait: the sidecar connects when it can. Then an omitted
 * instance is the one whose id is the service's name, as in the language.
 */
async function chooseInstance(
  { service, instanceId }: ConnectEnvoyArguments,
  client: AgentClient,
): Promise<Chosen> {
  const known = await instancesOf(service, client);
  const datacenter = known?.datacenter ?? "dc1";
  const ids = known?.instances.map(({ id }) => id) ?? [];
  if (instanceId !== undefined) {
    if (ids.length > 0 && !ids.includes(instanceId))
      return {
        kind: "unclear",
        message: `"${service}" has no instance "${instanceId}". It has ${ids.join(", ")}.`,
      };
    return { kind: "chosen", instanceId, datacenter };
  }
  if (ids.length > 1)
    return {
      kind: "unclear",
      message: `"${service}" has several instances: choose one with -instance ${ids.join(" or -instance ")}.`,
    };
  if (known && known.revision > 0 && ids.length === 0)
    return {
      kind: "unclear",
      message: `No service "${service}" was applied. Apply it first, or correct -service.`,
    };
  return { kind: "chosen", instanceId: ids[0] ?? service, datacenter };
}

async function instancesOf(service: string, client: AgentClient): Promise<InstancesResponse | undefined> {
  try {
    return await client.instances(service);
  } catch (cause) {
    if (cause instanceof AgentError && cause.code === "unreachable") return undefined;
    throw cause;
  }
}

/** Signals that do not end the sidecar are Envoy's: it reopens its logs at SIGUSR1, for example. */
function forward(sidecar: Sidecar): void {
  for (const signal of ["SIGUSR1", "SIGUSR2"] as const) process.on(signal, () => sidecar.signal(signal));
}

async function endOf(
  sidecar: Sidecar,
  interrupted: Promise<NodeJS.Signals>,
  { terminal }: CommandContext,
): Promise<ExitCode> {
  const first = await Promise.race([interrupted, sidecar.ended]);
  if (typeof first === "string") {
    await sidecar.stop();
    return exitCodes.success;
  }
  await sidecar.stop();
  terminal.note(`Envoy ${describeEnd(first)}.`);
  return exitCodes.failure;
}
