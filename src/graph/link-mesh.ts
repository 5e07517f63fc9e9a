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
import { Recollection } from "./recollection.ts";

/**
 * Links the entries of a set to one graph and checks it. The graph is complete and fit to be rendered only when no
 * diagnostic is an error.
 */
export function linkMesh(
  decoded: DecodedDocuments,
  envoyVersion: EnvoyVersion = newestEnvoyVersion,
): WithDiagnostics<MeshGraph> {
  const index = indexEntries(decoded);
  const graph = linkEntries(index, envoyVersion);
  return { value: graph, diagnostics: checks.flatMap((check) => check({ index, graph })) };
}

/**
 * The graph alone, as far as the entries make sense. The parts that a change leaves alone are kept whole, and of the
 * others what it leaves alone in them.
 */
export function linkEntries(index: EntryIndex, envoyVersion: EnvoyVersion = newestEnvoyVersion): MeshGraph {
  const { proxyDefaults, resolvers, splitters, routers } = index;
  const settings = linkMeshSettings(index.mesh, envoyVersion);
  const services = allServices.recall(
    { owner: settings },
    [proxyDefaults, ...index.serviceDefaults.values(), ...index.services.values()],
    () => linkServices(index),
  );
  const targets = allTargets.recall({ owner: services }, [proxyDefaults, ...resolvers.values()], () =>
    linkTargets(services, index),
  );
  const chains = allChains.recall(
    { owner: services },
    [targets, ...resolvers.values(), ...splitters.values(), ...routers.values()],
    () => compileChains(services, { index, targets }),
  );
  const intentions = allIntentions.recall({ owner: services }, index.intentions, () =>
    linkIntentions(services.keys(), index.intentions),
  );
  const jwtProviders = allJwtProviders.recall({ owner: settings }, [...index.jwtProviders.values()], () =>
    linkJwtProviders(index.jwtProviders),
  );
  return { settings, services, targets, chains, intentions, jwtProviders };
}

const allServices = new Recollection<MeshGraph["services"]>();
const allTargets = new Recollection<MeshGraph["targets"]>();
const allChains = new Recollection<MeshGraph["chains"]>();
const allJwtProviders = new Recollection<MeshGraph["jwtProviders"]>();
const allIntentions = new Recollection<MeshGraph["intentions"]>();

function linkServices(index: EntryIndex): MeshGraph["services"] {
  const sorted = [...index.services].sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(sorted.map(([name, entry]) => [name, linkService(entry, index)]));
}
