import type { DecodedDocuments } from "../config/decode-documents.ts";
import type { Diagnostic, WithDiagnostics } from "../diagnostics/diagnostic.ts";
import type { SourceRange } from "../diagnostics/source-file.ts";
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
 * diagnostic is an error. Where parts of entries were lost, the checks run a second time with something else in their
 * place, and what they report only one time follows from the loss.
 */
export function linkMesh(
  decoded: DecodedDocuments,
  envoyVersion: EnvoyVersion = newestEnvoyVersion,
): WithDiagnostics<MeshGraph> {
  const judged = judge(decoded, envoyVersion);
  const doubts = decoded.entries.flatMap(({ doubt }) => (doubt ? [doubt] : []));
  if (doubts.length === 0) return judged;
  const otherwise = decoded.entries.map((entry) => entry.doubt?.otherwise ?? entry);
  const { diagnostics } = judge({ ...decoded, entries: otherwise }, envoyVersion);
  const inBoth = new Set(diagnostics.map(identity));
  const lost = new Set(doubts.flatMap(({ lostRanges }) => lostRanges.map(placeText)));
  return {
    value: judged.value,
    diagnostics: judged.diagnostics.filter(
      (found) => inBoth.has(identity(found)) && !(found.subject && lost.has(placeText(found.subject))),
    ),
  };
}

function judge(decoded: DecodedDocuments, envoyVersion: EnvoyVersion): WithDiagnostics<MeshGraph> {
  const index = indexEntries(decoded);
  const graph = linkEntries(index, envoyVersion);
  return { value: graph, diagnostics: checks.flatMap((check) => check({ index, graph })) };
}

/** One text for what a diagnostic says of which place. */
function identity({ code, summary, subject }: Diagnostic): string {
  return `${code} ${subject ? placeText(subject) : ""} ${summary}`;
}

function placeText({ file, start, end }: SourceRange): string {
  return `${start}-${end} ${file.filename}`;
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
