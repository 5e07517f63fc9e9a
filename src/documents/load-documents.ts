import { isUtf8 } from "node:buffer";
import { readdirSync, statSync } from "node:fs";
import type { Stats } from "node:fs";
import { join } from "node:path";
import { topLevelBlockTypes } from "../config/decode-documents.ts";
import { error, hasErrors } from "../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { SourceFile } from "../diagnostics/source-file.ts";
import { suggestName } from "../diagnostics/suggest.ts";
import { isConsulDocument } from "../language/hcl1/is-consul-document.ts";
import { parseDocument } from "../language/parse-document.ts";
import { documentCodes } from "./codes.ts";
import { readAtMost } from "./read-at-most.ts";

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
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (!stats) return failed(notFound(path));
    return stats.isDirectory() ? loadFolder(path) : readDocument(path);
  } catch (cause) {
    return failed(unreadable(path, cause));
  }
}

function loadFolder(path: string): LoadedDocuments {
  const names = readdirSync(path).filter(isDocumentName).sort();
  const loaded = names.map((name) => readListed(join(path, name)));
  const files = loaded.flatMap((document) => document.files);
  const foreign = new Set(files.filter(isForeign));
  const diagnostics = loaded.flatMap((document) => document.diagnostics);
  if (foreign.size === files.length && diagnostics.length === 0) return failed(noDocuments(path));
  return {
    files: files.filter((file) => !foreign.has(file)),
    skipped: [...foreign].map(({ filename }) => filename),
    diagnostics,
  };
}

function notFound(path: string): Failure {
  const detail = `"${path}" does not exist. Give the path of a document or of a folder of documents.`;
  return { code: documentCodes.notFound, summary: "No such file or folder", detail };
}

function noDocuments(path: string): Failure {
  const detail = `The folder "${path}" holds no *.hcl or *.json file of a mesh. Give another path.`;
  return { code: documentCodes.empty, summary: "No documents", detail };
}

function isDocumentName(name: string): boolean {
  return /\.(hcl|json)$/.test(name) && !name.endsWith(".mesh.test.hcl");
}

/** Reads one file or pipe as UTF-8; anything else is a mistake that a diagnostic tells. */
export function readDocument(filename: string): LoadedDocuments {
  return readIf(filename, (stats) => stats.isFile() || stats.isFIFO());
}

/** Reads a file that a folder listed: a pipe there is nobody's document, and would be waited for. */
export function readListed(filename: string): LoadedDocuments {
  return readIf(filename, (stats) => stats.isFile());
}

function readIf(filename: string, isReadable: (stats: Stats) => boolean): LoadedDocuments {
  try {
    const stats = statSync(filename, { throwIfNoEntry: false });
    if (!stats || !isReadable(stats)) return failed(notAFile(filename));
    const bytes = stats.size > maxDocumentBytes ? undefined : readAtMost(filename, maxDocumentBytes);
    if (!bytes) return failed(tooLarge(filename));
    if (!isUtf8(bytes)) return failed(notUtf8(filename));
    return { files: [{ filename, text: bytes.toString("utf8") }], skipped: [], diagnostics: [] };
  } catch (cause) {
    return failed(unreadable(filename, cause));
  }
}

type Failure = Pick<Diagnostic, "code" | "summary" | "detail">;

function notAFile(filename: string): Failure {
  const detail = `"${filename}" is no file that can be read. Correct the path.`;
  return { code: documentCodes.notFound, summary: "No such file", detail };
}

function tooLarge(filename: string): Failure {
  const detail = `"${filename}" has more than the ${maxDocumentBytes} bytes that a document may have. Split it into several files of one folder.`;
  return { code: documentCodes.tooLarge, summary: "Document too large", detail };
}

function notUtf8(filename: string): Failure {
  const detail = `"${filename}" holds bytes that are no UTF-8. Save it with that encoding.`;
  return { code: documentCodes.notUtf8, summary: "Document is not UTF-8", detail };
}

/** What the file system says: no permission, a name that is too long, a disk that fails. */
function unreadable(path: string, cause: unknown): Failure {
  const reason = cause instanceof Object && "message" in cause ? String(cause.message) : String(cause);
  const detail = `"${path}" cannot be read: ${reason}. Correct the path, or what keeps it from being read.`;
  return { code: documentCodes.unreadable, summary: "Document cannot be read", detail };
}

function isForeign(file: SourceFile): boolean {
  if (isConsulDocument(file)) return false;
  const parsed = parseDocument(file);
  const names = parsed.value.itemNames();
  // Nothing to be told by: somebody may be in the middle of writing it, and to skip it would mean to remove its entries.
  if (names.length === 0 && hasErrors(parsed.diagnostics)) return false;
  return !names.some(
    (name) => topLevelBlockTypes.includes(name) || suggestName(name, topLevelBlockTypes) !== undefined,
  );
}

/** Nothing was read, so there is no place to show: the detail names the file. */
function failed(failure: Failure): LoadedDocuments {
  return { files: [], skipped: [], diagnostics: [error(failure)] };
}
