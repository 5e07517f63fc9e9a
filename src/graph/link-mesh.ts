import type { DecodedDocuments } from "../config/decode-documents.ts";
import type { WithDiagnostics } from "../diagnostics/diagnostic.ts";
import { checks } from "./checks/all-checks.ts";
import { compileChains } from "./link/compile-chain.ts";
import { indexEntries } from "./link/entry-index.ts";
import type { EntryIndex } from "./link/entry-index.ts";
import { linkIntentions } from "./link/link-intentions.ts";
import { linkService } from "./link/link-services.ts";
import { linkTargets } from "./link/link-targets.ts";
import type { MeshGraph } from "./mesh-graph.ts";

/**
 * Links the entries of a set to one graph and checks it. The graph is complete and fit to be rendered only when no
 * diagnostic is an error.
 */
export function linkMesh(decoded: DecodedDocuments): WithDiagnostics<MeshGraph> {
  const index = indexEntries(decoded);
  const graph = link(index);
  return { value: graph, diagnostics: checks.flatMap((check) => check({ index, graph })) };
}

function link(index: EntryIndex): MeshGraph {
  const sorted = [...index.services].sort(([a], [b]) => (a < b ? -1 : 1));
  const services = new Map(sorted.map(([name, entry]) => [name, linkService(entry, index)]));
  const targets = linkTargets(services, index);
  const mesh = index.mesh;
  return {
    settings: {
      datacenter: mesh?.value.datacenter ?? "dc1",
      trustDomain: mesh?.value.trust_domain ?? "mesh.internal",
      defaultIntentionPolicy: mesh?.value.default_intention_policy ?? "deny",
      range: mesh?.range,
    },
    services,
    targets,
    chains: compileChains(services, { index, targets }),
    intentions: linkIntentions(services.keys(), index.intentions),
  };
}
