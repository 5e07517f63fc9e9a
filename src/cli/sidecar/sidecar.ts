import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AgentClient } from "../../client/agent-client.ts";
import { renderBootstrap } from "../../envoy/bootstrap.ts";
import type { Bootstrap } from "../../envoy/gen/envoy.config.bootstrap.v3.ts";
import { proxyId } from "../../envoy/names.ts";
import { nodeProbe } from "../../health/node-probe.ts";
import type { Logger } from "../../platform/logger.ts";
import { nodeClock } from "../../platform/node/clock.ts";
import { nodeRandom } from "../../platform/node/random.ts";
import { ProcessGroup } from "../process-group.ts";
import type { ProcessEnd, ProcessOptions } from "../process-group.ts";
import { envoyReady } from "./envoy-ready.ts";
import { HealthReporter } from "./health-reporter.ts";

export interface SidecarOptions {
  readonly client: AgentClient;
  readonly service: string;
  readonly instanceId: string;
  readonly datacenter: string;
  /** `address:port` of the agent's xDS. */
  readonly xdsAddress: string;
  readonly tokenFile: string;
  readonly envoyPath: string;
  /** Given to Envoy after its own arguments. */
  readonly envoyArguments: readonly string[];
  readonly output: ProcessOptions["output"];
  readonly logger: Logger;
}

export interface Sidecar {
  readonly instanceId: string;
  /** Envoy's admin interface, a unix socket. */
  readonly adminSocketPath: string;
  readonly ended: Promise<ProcessEnd>;
  signal(signal: NodeJS.Signals): void;
  /** Leaves the mesh first, so that nobody is sent here any more, then ends Envoy and removes its files. */
  stop(): Promise<ProcessEnd>;
}

/** How soon a refused request shows in the log. Envoy's ten seconds are too long for whoever has just been refused. */
const accessLogFlushMs = 200;

/** How long the others have to learn that the instance leaves, before its Envoy ends. */
const leaveMs = 300;

/** One Envoy beside one instance, and the instance's health checks. */
export function startSidecar(options: SidecarOptions): Sidecar {
  const { client, instanceId, logger } = options;
  // Made with mode 0700: what is in it is the owner's alone.
  const directory = mkdtempSync(join(tmpdir(), "mesh-"));
  const adminSocketPath = join(directory, "admin.sock");
  const bootstrapPath = join(directory, "bootstrap.json");
  writeOrRemove(directory, bootstrapPath, JSON.stringify(sidecarBootstrap(options, adminSocketPath)));
  const envoy = new ProcessGroup({
    command: options.envoyPath,
    // Hot restart wants shared memory and a number that no other Envoy of the machine has.
    args: [
      "--config-path",
      bootstrapPath,
      "--disable-hot-restart",
      "--log-level",
      "warning",
      "--file-flush-interval-msec",
      `${accessLogFlushMs}`,
      ...options.envoyArguments,
    ],
    output: options.output,
  });
  const reporter = new HealthReporter({
    client,
    instanceId,
    probe: nodeProbe,
    clock: nodeClock,
    random: nodeRandom,
    logger,
  });
  const ended = envoy.ended.finally(() => rmSync(directory, { recursive: true, force: true }));
  // Others send requests here as soon as the instance is reported well: its Envoy must be there to take them.
  void envoyReady(adminSocketPath, ended).then((state) => {
    if (state === "ready") reporter.start();
  });
  // Nobody can reach the instance any more, however well it is.
  void ended.then(() => reporter.stop());
  return {
    instanceId,
    adminSocketPath,
    ended,
    signal: (signal) => envoy.signal(signal),
    stop: async () => {
      await Promise.race([reporter.stop(), delay(1000)]);
      await Promise.race([ended, delay(leaveMs)]);
      await envoy.stop();
      return ended;
    },
  };
}

/** What the sidecar's Envoy is started with. */
export function sidecarBootstrap(
  options: Pick<SidecarOptions, "instanceId" | "service" | "datacenter" | "xdsAddress" | "tokenFile">,
  adminSocketPath: string,
): Bootstrap {
  const { instanceId, service, datacenter, xdsAddress, tokenFile } = options;
  const separator = xdsAddress.lastIndexOf(":");
  const agent = { address: xdsAddress.slice(0, separator), port: Number(xdsAddress.slice(separator + 1)) };
  return renderBootstrap({
    proxyId: proxyId({ id: instanceId }),
    service,
    datacenter,
    agent,
    tokenFile,
    adminSocketPath,
  });
}

/** A full disk must not leave the folder behind. */
function writeOrRemove(directory: string, path: string, text: string): void {
  try {
    writeFileSync(path, text, { mode: 0o600 });
  } catch (cause) {
    rmSync(directory, { recursive: true, force: true });
    throw cause;
  }
}

function delay(delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    nodeClock.after(delayMs, resolve);
  });
}
