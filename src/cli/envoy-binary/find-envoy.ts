import { delimiter, isAbsolute, join } from "node:path";
import type { Environment } from "./envoy-cache.ts";
import { cachedEnvoyPath } from "./envoy-cache.ts";

/** What {@link findEnvoy} needs of the machine. */
export interface EnvoySearch {
  readonly env: Environment;
  /** Whether the path is a file that this process may execute; false for whatever else is there, or nothing. */
  isExecutableFile(path: string): Promise<boolean>;
}

export type FoundEnvoy =
  | { readonly kind: "found"; readonly path: string; readonly source: "MESH_ENVOY" | "PATH" | "cache" }
  /** `message` is for the user and names the way out. */
  | { readonly kind: "absent"; readonly message: string };

/**
 * The Envoy to run: the one that `MESH_ENVOY` names, else the first on `PATH`, else the one that
 * `mesh envoy install` put into the cache. It is not started, so its version is not known yet.
 *
 * A `MESH_ENVOY` that names no executable is an answer, not a reason to look elsewhere: running another Envoy than the
 * one asked for would be found out late.
 */
export async function findEnvoy(search: EnvoySearch): Promise<FoundEnvoy> {
  const chosen = search.env["MESH_ENVOY"];
  if (chosen) {
    if (await search.isExecutableFile(chosen)) return { kind: "found", path: chosen, source: "MESH_ENVOY" };
    const message = `MESH_ENVOY names "${chosen}", which is not an executable file. Correct the variable, or unset it to have Envoy looked for.`;
    return { kind: "absent", message };
  }
  for (const path of pathCandidates(search.env)) {
    if (await search.isExecutableFile(path)) return { kind: "found", path, source: "PATH" };
  }
  const cached = cachedEnvoyPath(search.env);
  if (await search.isExecutableFile(cached)) return { kind: "found", path: cached, source: "cache" };
  const message =
    "Envoy was not found: not on PATH, and not installed by mesh. Run `mesh envoy install`, or set MESH_ENVOY to the path of an Envoy.";
  return { kind: "absent", message };
}

/** A relative entry of PATH would make the answer depend on the folder the command runs in. */
function pathCandidates(env: Environment): readonly string[] {
  const directories = (env["PATH"] ?? "").split(delimiter).filter((directory) => isAbsolute(directory));
  return directories.map((directory) => join(directory, "envoy"));
}
