import { decodeConsulDocuments } from "./config/consul/decode-consul-documents.ts";
import { decodeDocuments, mergeDecoded, namingModules } from "./config/decode-documents.ts";
import type { DecodedDocuments, ModuleDocuments } from "./config/decode-documents.ts";
import type { Entry } from "./config/entry.ts";
import { hasErrors, inSourceOrder } from "./diagnostics/diagnostic.ts";
import type { Diagnostic, WithDiagnostics } from "./diagnostics/diagnostic.ts";
import { hideTexts } from "./diagnostics/hide-texts.ts";
import type { SourceFile } from "./diagnostics/source-file.ts";
import { renderProxies } from "./envoy/render-proxy.ts";
import type { RenderedProxy } from "./envoy/render-proxy.ts";
import type { EnvoyVersion } from "./graph/envoy-version.ts";
import { linkMesh } from "./graph/link-mesh.ts";
import type { MeshGraph } from "./graph/mesh-graph.ts";
import { Recollection } from "./graph/recollection.ts";
import { languageCodes } from "./language/codes.ts";
import type { VariableInput } from "./language/document-set-scope.ts";
import type { DocumentReader } from "./language/document-reader.ts";
import { functionsReading } from "./language/functions/standard-functions.ts";
import { isConsulDocument } from "./language/hcl1/is-consul-document.ts";
import { parseDocument, unreadDocument } from "./language/parse-document.ts";
import { hiddenValue } from "./language/sensitive.ts";

/** Documents that are applied together. Each set has variables of its own; sets merge where they are linked. */
export interface DocumentSet {
  readonly files: readonly SourceFile[];
  readonly variables: ReadonlyMap<string, VariableInput>;
  /** The documents of the modules that may be called; without any, none can. */
  readonly modules?: ModuleDocuments;
  /** Documents of the set could not be read, which was reported: whatever they declare is not missed. */
  readonly isPartial?: boolean;
  /** Reads the files beside the documents for the functions that ask; without one, those are refused. */
  readonly reader?: DocumentReader;
}

export interface CompileOptions {
  /** What the proxies run; the newest supported version unless given. */
  readonly envoyVersion?: EnvoyVersion | undefined;
}

export interface Compilation {
  /** In source order. */
  readonly diagnostics: readonly Diagnostic[];
  /** Everything declared, as far as it could be read: a list for each set, in the order of the sets. */
  readonly entries: readonly (readonly Entry[])[];
  /** Undefined when a diagnostic is an error: nothing of a broken set is ever rendered. */
  readonly mesh: CompiledMesh | undefined;
}

export interface CompiledMesh {
  readonly graph: MeshGraph;
  /** Sorted by id. Rendered when first asked for: whoever only wants to know whether a set is valid does not pay for it. */
  readonly proxies: readonly RenderedProxy[];
  /** The sensitive values of the documents, as texts: whoever shows what was made of the documents leaves them out. */
  readonly secrets: ReadonlySet<string>;
}

/**
 * From documents to what every proxy is told: parse, decode, link and check, render. A pure function: the same
 * documents give the same bytes on every machine. Endpoints depend on running instances as well and are rendered by
 * `renderEndpoints` from the graph and a catalog.
 */
export function compile(sets: readonly DocumentSet[], { envoyVersion }: CompileOptions = {}): Compilation {
  const decodedSets = sets.map(decodeSet);
  const decoded = mergeDecoded(decodedSets.map(({ value }) => value));
  const linked = linkMesh(decoded, envoyVersion);
  const found = inSourceOrder([
    ...decodedSets.flatMap((set) => set.diagnostics),
    ...namingModules(linked.diagnostics, decoded.modulesOfFile),
  ]);
  // Whoever has mistakes to mend is not told what could be better besides; mending may change it anyway.
  const shown = hasErrors(found) ? found.filter((diagnostic) => !canWait(diagnostic)) : found;
  const diagnostics = hideTexts(shown, { texts: decoded.secrets, standIn: hiddenValue });
  const mesh = hasErrors(diagnostics) ? undefined : compiledMesh(linked.value, decoded.secrets);
  return { diagnostics, entries: decodedSets.map(({ value }) => value.entries), mesh };
}

/** A name without a use may be the one that was meant where another does not exist. */
function canWait({ severity, code }: Diagnostic): boolean {
  return severity === "hint" || code === languageCodes.unusedName;
}

function compiledMesh(graph: MeshGraph, secrets: ReadonlySet<string>): CompiledMesh {
  let rendered: readonly RenderedProxy[] | undefined;
  return {
    graph,
    get proxies() {
      return (rendered ??= renderProxies(graph));
    },
    secrets,
  };
}

/** Each document is read in its own dialect: mesh blocks, or Consul's. */
function decodeSet({
  files,
  variables,
  modules,
  reader,
  isPartial = false,
}: DocumentSet): WithDiagnostics<DecodedDocuments> {
  const consulFiles = new Set(files.filter(isConsulDocument));
  const parsed = files.filter((file) => !consulFiles.has(file)).map(parseDocument);
  const bodies = [...parsed.map(({ value }) => value), ...(isPartial ? [unreadDocument] : [])];
  const mesh = decodeDocuments(bodies, variables, {
    ...(modules && { modules }),
    ...(reader && { functions: functionsReading(reader) }),
  });
  const consul = decodeConsul([...consulFiles]);
  return {
    value: {
      ...mesh.value,
      entries: [...mesh.value.entries, ...consul.value.entries],
      broken: [...mesh.value.broken, ...consul.value.broken],
    },
    diagnostics: [
      ...parsed.flatMap(({ diagnostics }) => diagnostics),
      ...mesh.diagnostics,
      ...consul.diagnostics,
    ],
  };
}

const consulDocuments = new Recollection<ReturnType<typeof decodeConsulDocuments>>();

/** Consul's documents refer to each other, and are read again together when one of them changes. */
function decodeConsul(files: readonly SourceFile[]): ReturnType<typeof decodeConsulDocuments> {
  const [owner] = files;
  return owner
    ? consulDocuments.recall({ owner }, files, () => decodeConsulDocuments(files))
    : decodeConsulDocuments(files);
}
