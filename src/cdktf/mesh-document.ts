import { basename } from "node:path";
import type { DocumentSet } from "../compile.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { documentFolder } from "../documents/document-folder.ts";
import { filesInFolder } from "../documents/files-in-folder.ts";
import { loadDocuments } from "../documents/load-documents.ts";
import { loadModules } from "../documents/load-modules.ts";
import { DocumentReader } from "../language/document-reader.ts";

/** Documents that were read for a mesh: with their modules, and what their expressions read. */
export interface MeshDocument {
  readonly documents: Required<Pick<DocumentSet, "files" | "modules" | "reader">>;
  /** What could not be read. */
  readonly diagnostics: readonly Diagnostic[];
}

export function readMeshDocument(path: string): MeshDocument {
  const { files, diagnostics } = loadDocuments(path);
  const modules = loadModules(path, files);
  const reader = new DocumentReader(filesInFolder(documentFolder(path)));
  return {
    documents: { files, modules: modules.value, reader },
    diagnostics: [...diagnostics, ...modules.diagnostics],
  };
}

/** Whether the name stands anywhere in the documents, such as where they declare a variable. */
export function mentions({ documents }: MeshDocument, name: string): boolean {
  return documents.files.some(({ text }) => text.includes(name));
}

/**
 * The texts of everything that was read, by the names that `mesh_document.files` has for them. To be asked for after
 * compiling, which is what reads the files that expressions name.
 */
export function textsOfDocument({ documents }: MeshDocument): ReadonlyMap<string, string> {
  const { files, modules, reader } = documents;
  const decoder = new TextDecoder();
  return new Map([
    ...files.map(({ filename, text }) => [basename(filename), text] as const),
    ...[...modules].flatMap(([folder, documentsOfModule]) =>
      documentsOfModule.map(({ filename, text }) => [`${folder}/${basename(filename)}`, text] as const),
    ),
    ...reader
      .filesRead()
      .flatMap(({ path, bytes }) => (bytes ? [[path, decoder.decode(bytes)] as const] : [])),
  ]);
}
