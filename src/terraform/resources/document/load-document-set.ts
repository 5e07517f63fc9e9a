import { normalize } from "node:path";
import type { DocumentSet } from "../../../compile.ts";
import { calledDirectories } from "../../../config/modules/called-directories.ts";
import { error } from "../../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../../diagnostics/diagnostic.ts";
import type { SourceFile } from "../../../diagnostics/source-file.ts";
import { documentCodes } from "../../../documents/codes.ts";
import { documentFolder } from "../../../documents/document-folder.ts";
import { filesInFolder } from "../../../documents/files-in-folder.ts";
import { loadDocuments } from "../../../documents/load-documents.ts";
import { loadModules } from "../../../documents/load-modules.ts";
import { DocumentReader } from "../../../language/document-reader.ts";
import type { VariableInput } from "../../../language/document-set-scope.ts";
import { filesInMemory } from "../../../language/files-in-memory.ts";
import { parseDocument } from "../../../language/parse-document.ts";

/** Where a set's documents are: a path, or texts by file name. */
export type DocumentSource =
  | { readonly kind: "path"; readonly path: string }
  | { readonly kind: "files"; readonly files: ReadonlyMap<string, string> };

export interface LoadedDocumentSet {
  readonly documents: DocumentSet;
  /** What could not be read. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads everything that a set is compiled from. */
export function loadDocumentSet(
  source: DocumentSource,
  variables: ReadonlyMap<string, VariableInput>,
): LoadedDocumentSet {
  return source.kind === "path" ? fromPath(source.path, variables) : fromFiles(source.files, variables);
}

function fromPath(written: string, variables: ReadonlyMap<string, VariableInput>): LoadedDocumentSet {
  // `${path.module}/mesh.hcl` is "./mesh.hcl" at the root; a document has the same name however it is reached.
  const path = normalize(written);
  const { files, diagnostics } = loadDocuments(path);
  const modules = loadModules(path, files);
  const reader = new DocumentReader(filesInFolder(documentFolder(path)));
  return {
    documents: { files, variables, modules: modules.value, reader },
    diagnostics: [...diagnostics, ...modules.diagnostics],
  };
}

function fromFiles(
  texts: ReadonlyMap<string, string>,
  variables: ReadonlyMap<string, VariableInput>,
): LoadedDocumentSet {
  const inFolder = documentsByFolder(texts);
  const files = inFolder.get("") ?? [];
  const bytes = [...texts].map(([path, text]) => ({
    path,
    displayName: path,
    bytes: new TextEncoder().encode(text),
  }));
  const documents: DocumentSet = {
    files,
    variables,
    modules: calledModules(files, inFolder),
    reader: new DocumentReader(filesInMemory(bytes)),
  };
  return { documents, diagnostics: files.length > 0 ? [] : [noDocuments()] };
}

/** The documents of each folder, sorted by name; those at the top under "". */
function documentsByFolder(texts: ReadonlyMap<string, string>): ReadonlyMap<string, readonly SourceFile[]> {
  const found = new Map<string, SourceFile[]>();
  for (const [filename, text] of [...texts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!/\.(hcl|json)$/.test(filename) || filename.endsWith(".mesh.test.hcl")) continue;
    const folder = filename.slice(0, Math.max(0, filename.lastIndexOf("/")));
    found.set(folder, [...(found.get(folder) ?? []), { filename, text }]);
  }
  return found;
}

/** The folders that documents call as modules, directly or through one another. */
function calledModules(
  files: readonly SourceFile[],
  inFolder: ReadonlyMap<string, readonly SourceFile[]>,
): ReadonlyMap<string, readonly SourceFile[]> {
  const modules = new Map<string, readonly SourceFile[]>();
  const waiting = files.flatMap((file) => calledDirectories(parseDocument(file).value, ""));
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const documents = inFolder.get(folder);
    if (folder === "" || !documents || modules.has(folder)) continue;
    modules.set(folder, documents);
    const from = folder;
    waiting.push(...documents.flatMap((file) => calledDirectories(parseDocument(file).value, from)));
  }
  return modules;
}

function noDocuments(): Diagnostic {
  return error({
    code: documentCodes.empty,
    summary: "No documents",
    detail: 'No name in "files" is that of a document. Give one such as "mesh.hcl".',
  });
}
