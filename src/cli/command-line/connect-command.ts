import type { Command } from "commander";
import type { Environment } from "../environment.ts";
import type { Choose } from "./choose.ts";
import { addressOption } from "./options.ts";

interface ConnectFlags {
  readonly service: string;
  readonly instance?: string;
  readonly address: string;
  readonly xdsAddress: string;
  readonly bootstrap?: true;
}

const example = `
Example:
  mesh connect envoy -service web
  mesh connect envoy -service api -instance api-v2 -- --concurrency 2`;

export function addConnectCommand(program: Command, choose: Choose, environment: Environment): void {
  program
    .command("connect")
    .description("connects workloads to the mesh")
    .command("envoy")
    .description("runs one sidecar against an agent, and its instance's health checks")
    .requiredOption("--service <name>", "the service it stands beside")
    .option("--instance <id>", "the instance; the service's only one unless given")
    .addOption(addressOption(environment))
    .option("--xds-address <address>", "where the agent serves xDS (MESH_XDS_ADDR)", environment.xdsAddress)
    .option("--bootstrap", "print Envoy's bootstrap instead of starting it")
    .argument("[envoy-arguments...]", "given to Envoy, after --")
    .addHelpText("after", example)
    .action((envoyArguments: readonly string[], flags: ConnectFlags) =>
      choose(async (context) => {
        const { connectEnvoy } = await import("../runtime-commands.ts");
        return connectEnvoy(
          {
            service: flags.service,
            instanceId: flags.instance,
            agentAddress: flags.address,
            xdsAddress: flags.xdsAddress,
            action: flags.bootstrap ? "print-bootstrap" : "run",
            envoyArguments,
          },
          context,
        );
      }),
    );
}
