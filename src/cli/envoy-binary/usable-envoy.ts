import { envoyVersionText, parseEnvoyVersion, supportedEnvoyVersions } from "../../graph/envoy-version.ts";
import type { EnvoyVersion } from "../../graph/envoy-version.ts";
import { envoyVersion } from "./envoy-version.ts";
import { findEnvoy } from "./find-envoy.ts";
import { thisMachine } from "./this-machine.ts";

/** The oldest Envoy that understands everything that is rendered. */
const oldest = supportedEnvoyVersions[0];

export type UsableEnvoy =
  | {
      readonly kind: "usable";
      readonly path: string;
      /** Undefined for one that is newer than all that are known. */
      readonly version: EnvoyVersion | undefined;
    }
  /** `message` is for the user and names the way out. */
  | { readonly kind: "unusable"; readonly message: string };

/** The Envoy of this machine, once it has said that it is new enough. */
export async function usableEnvoy(): Promise<UsableEnvoy> {
  const found = await findEnvoy(thisMachine(() => undefined));
  if (found.kind === "absent") return { kind: "unusable", message: found.message };
  const asked = await envoyVersion(found.path);
  if (asked.kind === "unknown") return { kind: "unusable", message: `${asked.message} ${wayOut}` };
  if (isNewEnough(asked.version))
    return { kind: "usable", path: found.path, version: parseEnvoyVersion(asked.version) };
  const message = `${found.path} is Envoy ${asked.version}; Meshwork needs ${envoyVersionText(oldest)} or newer. ${wayOut}`;
  return { kind: "unusable", message };
}

const wayOut =
  "Run `mesh envoy install` and take the other one off PATH, or set MESH_ENVOY to the path of an Envoy.";

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > oldest.major || (major === oldest.major && minor >= oldest.minor);
}
