import { compile } from "../compile.ts";
import type { Compilation, DocumentSet } from "../compile.ts";
import { hasErrors } from "../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { SourceFile } from "../diagnostics/source-file.ts";
import type { EnvoyVersion } from "../graph/envoy-version.ts";
import { DocumentReader } from "../language/document-reader.ts";
import { documentFolder } from "./document-folder.ts";
import { filesInFolder } from "./files-in-folder.ts";
import { loadDocuments } from "./load-documents.ts";
import { loadModules } from "./load-modules.ts";
import { variableInputs } from "./variable-inputs.ts";
import type { VariableFlag } from "./variable-inputs.ts";

export interface CompilePathOptions {
  readonly path: string;
  readonly variableFlags: readonly VariableFlag[];
  readonly environmentVariables: ReadonlyMap<string, string>;
  /** What the proxies run; the newest supported version unless given. */
  readonly envoyVersion?: EnvoyVersion | undefined;
}

export interface CompiledPath {
  readonly documents: DocumentSet;
  /** All that was read, the documents of modules included. */
  readonly files: readonly SourceFile[];
  readonly skipped: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  readonly entries: Compilation["entries"][number];
  /** Undefined when a diagnostic is an error. */
  readonly mesh: Compilation["mesh"];
}

/** Reads and compiles the documents of a path, with everything that is wrong about them. */
export function compilePath({
  path,
  variableFlags,
  environmentVariables,
  envoyVersion,
}: CompilePathOptions): CompiledPath {
  const loaded = loadDocuments(path);
  const inputs = variableInputs(variableFlags, environmentVariables);
  const modules = loadModules(path, loaded.files);
  const reader = new DocumentReader(filesInFolder(documentFolder(path)));
  const documents = { files: loaded.files, variables: inputs.value, modules: modules.value, reader };
  const compiled = compile([{ ...documents, isPartial: hasErrors(loaded.diagnostics) }], { envoyVersion });
  const before = [...loaded.diagnostics, ...inputs.diagnostics, ...modules.diagnostics];
  return {
    documents,
    files: [...documents.files, ...[...modules.value.values()].flat()],
    skipped: loaded.skipped,
    diagnostics: [...before, ...compiled.diagnostics],
    entries: compiled.entries[0] ?? [],
    mesh: hasErrors(before) ? undefined : compiled.mesh,
  };
}
