import { join } from "node:path";
import type { ModuleDocuments } from "../config/decode-documents.ts";
import { calledDirectories } from "../config/modules/called-directories.ts";
import { error } from "../diagnostics/diagnostic.ts";
import type { Diagnostic, WithDiagnostics } from "../diagnostics/diagnostic.ts";
import type { SourceFile } from "../diagnostics/source-file.ts";
import { parseDocument } from "../language/parse-document.ts";
import { documentCodes } from "./codes.ts";
import { documentFolder, isFolder } from "./document-folder.ts";
import { loadDocuments } from "./load-documents.ts";
import { isOutside } from "./outside-folder.ts";

/**
 * The documents of all modules that a path's documents call, directly or through one another. A folder that is not there
 * is left out, for the compiler to say so at the call.
 */
export function loadModules(path: string, files: readonly SourceFile[]): WithDiagnostics<ModuleDocuments> {
  const root = documentFolder(path);
  const modules = new Map<string, readonly SourceFile[]>();
  const diagnostics: Diagnostic[] = [];
  const waiting = files.flatMap((file) => callsOf(file, ""));
  for (let directory = waiting.pop(); directory !== undefined; directory = waiting.pop()) {
    if (directory === "" || modules.has(directory)) continue;
    const from = directory;
    const loaded = loadModule(root, from);
    if (!loaded) continue;
    diagnostics.push(...loaded.diagnostics);
    modules.set(from, loaded.value);
    waiting.push(...loaded.value.flatMap((file) => callsOf(file, from)));
  }
  return { value: modules, diagnostics };
}

/** Most documents call none, and need not be parsed to know it. */
function callsOf(file: SourceFile, from: string): readonly string[] {
  return file.text.includes("module") ? calledDirectories(parseDocument(file).value, from) : [];
}

/** Undefined when there is no such folder. */
function loadModule(root: string, directory: string): WithDiagnostics<readonly SourceFile[]> | undefined {
  const path = join(root, directory);
  if (!isFolder(path)) return undefined;
  if (isOutside(root, path)) return { value: [], diagnostics: [outside(path)] };
  const { files, diagnostics } = loadDocuments(path);
  return { value: files, diagnostics };
}

function outside(path: string): Diagnostic {
  return error({
    code: documentCodes.outside,
    summary: "Module outside of the documents",
    detail: `"${path}" is a link out of the folder of the documents, which travel as a whole. Copy the module there.`,
  });
}
