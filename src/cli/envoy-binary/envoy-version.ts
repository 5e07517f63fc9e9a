import type { RunCommand } from "./run-command.ts";
import { runCommand } from "./run-command.ts";

export type EnvoyVersion =
  /** `version` as Envoy writes it: three numbers, and a suffix such as `-dev` of a build that is no release. */
  | { readonly kind: "version"; readonly version: string }
  | { readonly kind: "unknown"; readonly message: string };

/** Asks an Envoy for its version by running `envoy --version`. */
export async function envoyVersion(path: string, run: RunCommand = runCommand): Promise<EnvoyVersion> {
  const result = await run(path, ["--version"], process.env);
  switch (result.kind) {
    case "interrupted":
      return { kind: "unknown", message: `${path} was interrupted.` };
    case "not-started":
      return { kind: "unknown", message: `${path} cannot be started: ${result.reason}` };
    case "exited":
      return readVersion(path, result.output);
  }
}

/** The line reads `envoy  version: <commit>/<version>/<clean or modified>/<build type>/<TLS library>`. */
function readVersion(path: string, output: string): EnvoyVersion {
  const version = /version: *[0-9a-f]+\/(\d+\.\d+\.\d+[^/\s]*)\//.exec(output)?.[1];
  if (version !== undefined) return { kind: "version", version };
  const said = output.trim().split("\n", 1)[0] ?? "";
  return {
    kind: "unknown",
    message: `${path} does not tell an Envoy version${said === "" ? "" : `, but: ${said}`}`,
  };
}
