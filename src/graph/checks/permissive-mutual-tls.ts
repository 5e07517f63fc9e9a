import type { EntryOf } from "../../config/entry.ts";
import { error } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { graphCodes } from "../codes.ts";
import type { EntryIndex } from "../link/entry-index.ts";
import type { GraphCheck } from "./graph-check.ts";

export const permissiveMutualTlsPages: readonly ErrorPage[] = [
  {
    code: graphCodes.permissiveNotAllowed,
    title: "A permissive service in a mesh that allows none",
    meaning:
      'With `mutual_tls_mode = "permissive"` a service lets in callers in clear text, whose identity nobody knows and whom no intention judges. Whoever answers for the whole mesh has to allow that first.',
    wrong: `service "web" {
  port            = 8080
  mutual_tls_mode = "permissive"
}`,
    right: `mesh {
  allow_enabling_permissive_mutual_tls = true
}

service "web" {
  port            = 8080
  mutual_tls_mode = "permissive"
}`,
    wayOut:
      "Set `allow_enabling_permissive_mutual_tls` in the `mesh` block, or make the service strict. What has to be reached without a certificate may do with an exposed path.",
  },
];

/** A service can give up mutual TLS only where the mesh lets it. */
export const permissiveMutualTls: GraphCheck = ({ index, graph }) => {
  if (graph.settings.allowsPermissiveMutualTls || index.isBroken("mesh", "mesh")) return [];
  const { range } = graph.settings;
  return entriesWithMode(index).flatMap((entry) =>
    entry.value.mutual_tls_mode === "permissive"
      ? error({
          code: graphCodes.permissiveNotAllowed,
          summary: "The mesh allows no permissive mutual TLS",
          detail:
            'Callers in clear text would be let in without any intention being asked. Set `allow_enabling_permissive_mutual_tls = true` in the mesh block, or use "strict".',
          subject: entry.rangeAt("mutual_tls_mode"),
          related: range ? [{ message: "The mesh is declared here.", range }] : [],
        })
      : [],
  );
};

function entriesWithMode(
  index: EntryIndex,
): readonly (EntryOf<"service"> | EntryOf<"service-defaults"> | EntryOf<"proxy-defaults">)[] {
  const { services, serviceDefaults, proxyDefaults } = index;
  return [...services.values(), ...serviceDefaults.values(), ...(proxyDefaults ? [proxyDefaults] : [])];
}
