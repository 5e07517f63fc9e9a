import { readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { providerHandlers } from "./framework/provider-handlers.ts";
import { meshProvider } from "./resources/mesh-provider.ts";
import type { ProviderHandlers } from "./wire/protocol/provider-calls.ts";

/** The provider `mesh` with the environment and the files of this process. */
export function meshHandlers(): ProviderHandlers {
  // Several of these processes run beside one another for a moment each: from here on memory counts for more than a
  // little time.
  setFlagsFromString("--max-semi-space-size=4");
  setFlagsFromString("--optimize-for-size");
  return providerHandlers(
    meshProvider({
      variables: process.env,
      readText: (path) => readFileSync(path, "utf8"),
    }),
  );
}
