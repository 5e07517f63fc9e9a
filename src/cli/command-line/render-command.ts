import type { Command } from "commander";
import type { EnvoyVersion } from "../../graph/envoy-version.ts";
import type { Choose } from "./choose.ts";
import { envoyVersionOption, withVariables } from "./options.ts";

interface RenderFlags {
  readonly output: string;
  readonly static?: true;
  readonly envoyVersion?: EnvoyVersion;
}

const example = `
Example:
  mesh render mesh.hcl -o rendered --static
  envoy --mode validate -c rendered/web-sidecar-proxy/bootstrap.json`;

export function addRenderCommand(program: Command, choose: Choose): void {
  const command = program
    .command("render")
    .description("writes each proxy's bootstrap and xDS resources as JSON; needs no agent")
    .argument("<path>", "a document, or a folder of documents")
    .requiredOption("-o, --output <directory>", "where to write: a folder for each proxy")
    .option("--static", "inline every resource, with stand-in certificates, for `envoy --mode validate`")
    .addOption(envoyVersionOption())
    .addHelpText("after", example);
  const variableFlags = withVariables(command);
  command.action((path: string, flags: RenderFlags) =>
    choose(async (context) => {
      const { render } = await import("../runtime-commands.ts");
      return render(
        {
          path,
          variableFlags,
          directory: flags.output,
          form: flags.static ? "static" : "dynamic",
          envoyVersion: flags.envoyVersion,
        },
        context,
      );
    }),
  );
}
