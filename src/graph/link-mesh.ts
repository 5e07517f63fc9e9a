import type { DecodedDocuments } from "../config/decode-documents.ts";
import type { WithDiagnostics } from "../diagnostics/diagnostic.ts";
import { checks } from "./checks/all-checks.ts";
import { compileChains } from "./link/compile-chain.ts";
import { indexEntries } from "./link/entry-index.ts";
import type { EntryIndex } from "./link/entry-index.ts";
import { linkIntentions } from "./link/link-intentions.ts";
import { linkJwtProviders } from "./link/link-jwt-providers.ts";
import { linkService } from "./link/link-services.ts";
import { linkMeshSettings } from "./link/mesh-settings.ts";
import { linkTargets } from "./link/link-targets.ts";
import { newestEnvoyVersion } from "./envoy-version.ts";
import type { EnvoyVersion } from "./envoy-version.ts";
import type { MeshGraph } from "./mesh-graph.ts";

/**
 * Links the entries of a set to one graph and checks it. The graph is complete and fit to be rendered only when no
 * diagnostic is an error.
 */
export function linkMesh(
  decoded: DecodedDocuments,
  envoyVersion: EnvoyVersion = newestEnvoyVersion,
): WithDiagnostics<MeshGraph> {
  const index = indexEntries(decoded);
  const graph = link(index, envoyVersion);
  return { value: graph, diagnostics: checks.flatMap((check) => check({ index, graph })) };
}

function link(index: EntryIndex, envoyVersion: EnvoyVersion): MeshGraph {
  const sorted = [...index.services].sort(([a], [b]) => (a < b ? -1 : 1));
  const services = new Map(sorted.map(([name, entry]) => [name, linkService(entry, index)]));
  const targets = linkTargets(services, index);
  return {
    settings: linkMeshSettings(index.mesh, envoyVersion),
    services,
    targets,
    chains: compileChains(services, { index, targets }),
    intentions: linkIntentions(services.keys(), index.intentions),
    jwtProviders: linkJwtProviders(index.jwtProviders),
  };
}
