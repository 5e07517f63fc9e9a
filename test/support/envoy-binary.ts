import { findEnvoy } from "../../src/cli/envoy-binary/find-envoy.ts";
import { thisMachine } from "../../src/cli/envoy-binary/this-machine.ts";

/** The Envoy that the built `mesh` finds as well. */
export async function envoyPath(): Promise<string> {
  const found = await findEnvoy(thisMachine(() => undefined));
  if (found.kind === "absent") throw new Error(found.message);
  return found.path;
}
