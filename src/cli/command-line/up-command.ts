import type { Command } from "commander";
import type { EnvoyVersion } from "../../graph/envoy-version.ts";
import type { Choose } from "./choose.ts";
import { envoyVersionOption, withPorts, withVariables } from "./options.ts";
import type { PortFlags } from "./options.ts";

interface UpFlags extends PortFlags {
  readonly envoyVersion?: EnvoyVersion;
}

export function addUpCommand(program: Command, choose: Choose): void {
  const command = program
    .command("up")
    .description("runs a whole mesh on this machine: agent, applications and sidecars")
    .argument("<path>", "a document, or a folder of documents")
    .addHelpText("after", "\nExample:\n  mesh up examples/counting/mesh.hcl");
  const variableFlags = withVariables(command);
  command.addOption(envoyVersionOption());
  withPorts(command).action((path: string, { httpPort, xdsPort, envoyVersion }: UpFlags) =>
    choose(async (context) => {
      const { up } = await import("../runtime-commands.ts");
      return up({ path, variableFlags, httpPort, xdsPort, envoyVersion }, context);
    }),
  );
}
