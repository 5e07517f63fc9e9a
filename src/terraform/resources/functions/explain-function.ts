import type { ProviderFunction } from "../../framework/provider.ts";
import { objectType } from "../../framework/schema.ts";
import { ctyDynamic, ctyString } from "../../wire/value/cty-type.ts";
import { reachabilityAttributes } from "../shown-reachability.ts";
import { documentParameters } from "./document-functions.ts";

/** `explain(files, variables, source, destination, request)`: what a request would meet. */
export const explainFunction: ProviderFunction = {
  summary: "What a request would meet",
  description:
    "Compiles a set on its own, without an agent, and follows a request through what its proxies would be told, as if every instance were well. Returns an object as the data source `mesh_reachability` has it: `allowed`, `verdict`, `rule`, `declared_at`, `ways`, `changes` and `assumptions`. Made for checks and tests of what a configuration is about to apply.",
  parameters: [
    ...documentParameters,
    {
      name: "source",
      type: ctyString,
      description: "The calling service; with a request, one of its instances will do.",
    },
    { name: "destination", type: ctyString, description: "The service called." },
    {
      name: "request",
      type: ctyDynamic,
      description:
        'The request: `"GET /v1"`, or an object with any of `method`, `path`, `host` and `headers`. Null for what the intentions say of all requests.',
      allowsNull: true,
    },
  ],
  returns: objectType(reachabilityAttributes),
  call: async (args) => (await import("./call-explain.ts")).callExplain(args),
};
