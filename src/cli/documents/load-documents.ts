import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { topLevelBlockTypes } from "../../config/decode-documents.ts";
import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { SourceFile } from "../../diagnostics/source-file.ts";
import { suggestName } from "../../diagnostics/suggest.ts";
import { parseDocument } from "../../language/parse-document.ts";
import { documentCodes } from "./codes.ts";

export interface LoadedDocuments {
  /** Sorted by name. */
  readonly files: readonly SourceFile[];
  /** Files of the folder that are somebody else's. */
  readonly skipped: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** No person writes more, and a wrong path should not fill the memory. */
const maxDocumentBytes = 32 * 1024 * 1024;

/**
 * The documents of a path: the file itself, or every `*.hcl` and `*.json` of a folder but its tests. A file in a folder
 * is foreign, and skipped, when no name at its top resembles ours; a file named itself never is.
 */
export function loadDocuments(path: string): LoadedDocuments {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats)
    return failed({
      code: documentCodes.notFound,
      summary: "No such file or folder",
      detail: `"${path}" does not exist. Give the path of a document or of a folder of documents.`,
    });
  if (!stats.isDirectory()) return readDocument(path);
  const names = readdirSync(path).filter(isDocumentName).sort();
  const loaded = names.map((name) => readDocument(join(path, name)));
  const files = loaded.flatMap((document) => document.files);
  const ours = files.filter((file) => !isForeign(file));
  const diagnostics = loaded.flatMap((document) => document.diagnostics);
  if (ours.length === 0 && diagnostics.length === 0) {
    return failed({
      code: documentCodes.empty,
      summary: "No documents",
      detail: `The folder "${path}" holds no *.hcl or *.json file of a mesh. Give another path.`,
    });
  }
  return { files: ours, skipped: files.filter(isForeign).map(({ filename }) => filename), diagnostics };
}

function isDocumentName(name: string): boolean {
  return /\.(hcl|json)$/.test(name) && !name.endsWith(".mesh.test.hcl");
}

/** Reads one file as UTF-8; anything else is a mistake that a diagnostic tells. */
export function readDocument(filename: string): LoadedDocuments {
  const stats = statSync(filename, { throwIfNoEntry: false });
  if (!stats?.isFile() && !stats?.isFIFO()) {
    return failed({
      code: documentCodes.notFound,
      summary: "No such file",
      detail: `"${filename}" is no file that can be read. Correct the path.`,
    });
  }
  if (stats.size > maxDocumentBytes) {
    return failed({
      code: documentCodes.tooLarge,
      summary: "Document too large",
      detail: `"${filename}" has ${stats.size} bytes; a document may have ${maxDocumentBytes}. Split it into several files of one folder.`,
    });
  }
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(readFileSync(filename));
    return { files: [{ filename, text }], skipped: [], diagnostics: [] };
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    if (cause instanceof TypeError) {
      return failed({
        code: documentCodes.notUtf8,
        summary: "Document is not UTF-8",
        detail: `"${filename}" holds bytes that are no UTF-8. Save it with that encoding.`,
      });
    }
    return failed({
      code: documentCodes.unreadable,
      summary: "Document cannot be read",
      detail: `"${filename}" cannot be read: ${cause.message}.`,
    });
  }
}

function isForeign(file: SourceFile): boolean {
  const names = parseDocument(file).value.itemNames();
  return !names.some(
    (name) => topLevelBlockTypes.includes(name) || suggestName(name, topLevelBlockTypes) !== undefined,
  );
}

/** Nothing was read, so there is no place to show: the detail names the file. */
function failed(details: Pick<Diagnostic, "code" | "summary" | "detail">): LoadedDocuments {
  return { files: [], skipped: [], diagnostics: [error({ ...details })] };
}
