import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { envoyServerVersion } from "./envoy-release.ts";

/** Environment variables, as the process has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where installed Envoys are kept, one folder per version: `meshwork/envoy` in `XDG_CACHE_HOME`, or in `~/.cache` when
 * that is unset or not absolute.
 *
 * @see https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function envoyCacheDirectory(env: Environment): string {
  const configured = env["XDG_CACHE_HOME"];
  const cacheHome =
    configured && isAbsolute(configured) ? configured : join(env["HOME"] || homedir(), ".cache");
  return join(cacheHome, "meshwork", "envoy");
}

/** The binary of the version that `mesh envoy install` installs. */
export function cachedEnvoyPath(env: Environment): string {
  return join(envoyCacheDirectory(env), envoyServerVersion, "envoy");
}
