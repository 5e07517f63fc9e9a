import { decodeDocuments, mergeDecoded, namingModules } from "./config/decode-documents.ts";
import type { ModuleDocuments } from "./config/decode-documents.ts";
import type { Entry } from "./config/entry.ts";
import { hasErrors, inSourceOrder } from "./diagnostics/diagnostic.ts";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import { hideTexts } from "./diagnostics/hide-texts.ts";
import type { SourceFile } from "./diagnostics/source-file.ts";
import { renderProxies } from "./envoy/render-proxy.ts";
import type { RenderedProxy } from "./envoy/render-proxy.ts";
import { linkMesh } from "./graph/link-mesh.ts";
import type { MeshGraph } from "./graph/mesh-graph.ts";
import type { VariableInput } from "./language/document-set-scope.ts";
import type { DocumentReader } from "./language/document-reader.ts";
import { functionsReading } from "./language/functions/standard-functions.ts";
import { parseDocument } from "./language/parse-document.ts";
import { hiddenValue } from "./language/sensitive.ts";

/** Documents that are applied together. Each set has variables of its own; sets merge where they are linked. */
export interface DocumentSet {
  readonly files: readonly SourceFile[];
  readonly variables: ReadonlyMap<string, VariableInput>;
  /** The documents of the modules that may be called; without any, none can. */
  readonly modules?: ModuleDocuments;
  /** Reads the files beside the documents for the functions that ask; without one, those are refused. */
  readonly reader?: DocumentReader;
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
  /** Sorted by id. */
  readonly proxies: readonly RenderedProxy[];
}

/**
 * From documents to what every proxy is told: parse, decode, link and check, render. A pure function: the same
 * documents give the same bytes on every machine. Endpoints depend on running instances as well and are rendered by
 * `renderEndpoints` from the graph and a catalog.
 */
export function compile(sets: readonly DocumentSet[]): Compilation {
  const decodedSets = sets.map(({ files, variables, modules, reader }) => {
    const parsed = files.map(parseDocument);
    const bodies = parsed.map(({ value }) => value);
    const decoded = decodeDocuments(bodies, variables, {
      ...(modules && { modules }),
      ...(reader && { functions: functionsReading(reader) }),
    });
    return {
      value: decoded.value,
      diagnostics: [...parsed.flatMap(({ diagnostics }) => diagnostics), ...decoded.diagnostics],
    };
  });
  const decoded = mergeDecoded(decodedSets.map(({ value }) => value));
  const linked = linkMesh(decoded);
  const found = inSourceOrder([
    ...decodedSets.flatMap((set) => set.diagnostics),
    ...namingModules(linked.diagnostics, decoded.modulesOfFile),
  ]);
  const diagnostics = hideTexts(found, { texts: decoded.secrets, standIn: hiddenValue });
  const mesh = hasErrors(diagnostics)
    ? undefined
    : { graph: linked.value, proxies: renderProxies(linked.value) };
  return { diagnostics, entries: decodedSets.map(({ value }) => value.entries), mesh };
}
