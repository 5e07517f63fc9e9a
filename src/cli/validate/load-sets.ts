import { join, resolve } from "node:path";
import type { DocumentSet } from "../../compile.ts";
import { hasErrors } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { SourceFile } from "../../diagnostics/source-file.ts";
import { DocumentReader } from "../../language/document-reader.ts";
import { documentFolder } from "../../documents/document-folder.ts";
import { filesInFolder } from "../../documents/files-in-folder.ts";
import { loadDocuments } from "../../documents/load-documents.ts";
import type { LoadedDocuments } from "../../documents/load-documents.ts";
import { loadModules } from "../../documents/load-modules.ts";

/** What stands for standard input among paths. */
export const standardInput = "-";

export interface Sources {
  /** Files and folders, and perhaps {@link standardInput}. */
  readonly paths: readonly string[];
  /**
   * What standard input holds, under the name it goes by. A document on disk of that name gives way to it. A diagnostic
   * when it cannot be read.
   */
  readonly input: SourceFile | Diagnostic | undefined;
}

export interface LoadedSets {
  /** One for each folder, in the order of the paths: what lies together shares variables and locals. */
  readonly sets: readonly Omit<DocumentSet, "variables">[];
  /** All that was read, the documents of modules included, each once. */
  readonly files: readonly SourceFile[];
  /** Files of the folders that are somebody else's. */
  readonly skipped: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads the documents of several paths; one that is named twice, or lies in a folder that is named too, counts once. */
export function loadSets({ paths, input }: Sources): LoadedSets {
  const given = input === undefined || !("text" in input) ? undefined : input;
  const known = new Set(given ? [resolve(given.filename)] : []);
  const byFolder = new Map<string, Gathered>();
  const diagnostics: Diagnostic[] = [];
  const skipped: string[] = [];
  for (const path of paths) {
    const isInput = path === standardInput && input !== undefined;
    const loaded = isInput ? loadedInput(input) : loadDocuments(path);
    diagnostics.push(...loaded.diagnostics);
    skipped.push(...loaded.skipped);
    const folder = documentFolder(isInput ? (given?.filename ?? "") : path);
    const set = byFolder.get(resolve(folder)) ?? { path: folder, files: [], isPartial: false };
    set.isPartial ||= hasErrors(loaded.diagnostics);
    byFolder.set(resolve(folder), set);
    for (const file of loaded.files) {
      const name = resolve(file.filename);
      if (file !== given && known.has(name)) continue;
      known.add(name);
      set.files.push(file);
    }
  }
  const sets = [...byFolder.values()].map(({ path, files, isPartial }) => {
    const modules = loadModules(join(path, "."), files);
    diagnostics.push(...modules.diagnostics);
    return { files, isPartial, modules: modules.value, reader: new DocumentReader(filesInFolder(path)) };
  });
  const files = sets.flatMap((set) => [...set.files, ...[...set.modules.values()].flat()]);
  return { sets, files: eachOnce(files), skipped: [...new Set(skipped)], diagnostics };
}

interface Gathered {
  readonly path: string;
  readonly files: SourceFile[];
  isPartial: boolean;
}

function loadedInput(input: SourceFile | Diagnostic): LoadedDocuments {
  const isFile = "text" in input;
  return { files: isFile ? [input] : [], skipped: [], diagnostics: isFile ? [] : [input] };
}

/** The module of one set may be the document of another. */
function eachOnce(files: readonly SourceFile[]): readonly SourceFile[] {
  return [...new Map(files.map((file) => [resolve(file.filename), file])).values()];
}
