import type { SourceFile } from "../diagnostics/source-file.ts";
import { MAX_COMPARED_FILES, MAX_READ_BYTES, MAX_READ_TOTAL_BYTES } from "./limits.ts";
import { cleanPath } from "./functions/path-functions.ts";

/**
 * The files beside a document set, for the functions that read them. Whoever has a file system implements it; paths are
 * relative to the documents' folder, clean, with slashes, and never begin with `..`.
 *
 * What is outside the folder once symbolic links are followed must be reported as `outside`, not read.
 */
export interface DocumentFiles {
  read(path: string, maxBytes: number): ReadBytes | ReadProblem;
  kindOf(path: string): "file" | "folder" | ReadProblem;
  /** The regular files at most `depth` folders below a folder (0: in itself), relative to it, in any order. */
  list(folder: string, depth: number): readonly string[] | ReadProblem;
  /** The file's name as the user knows it, for messages. */
  displayName(path: string): string;
}

export interface ReadBytes {
  readonly bytes: Uint8Array;
}

export type ReadProblem = "missing" | "outside" | "not-a-file" | "too-large" | "too-many" | "unreadable";

/** A file that an expression asked for. */
export interface ReadFile {
  readonly path: string;
  readonly displayName: string;
  /** Undefined when only its existence mattered. */
  readonly bytes: Uint8Array | undefined;
}

/**
 * Reads the files beside one document set, each once, and remembers which: a compile somewhere else that has these
 * files, and no others, gives the same result.
 */
export class DocumentReader {
  private readonly seen = new Map<string, Uint8Array | undefined>();
  private readonly sources = new Map<string, SourceFile | undefined>();
  private readonly listed = new Map<string, readonly string[] | ReadProblem>();
  private totalBytes = 0;
  private compared = 0;

  constructor(private readonly files: DocumentFiles) {}

  /** Everything that was asked for so far and is there, by path. */
  filesRead(): readonly ReadFile[] {
    const paths = [...this.seen.keys()].sort();
    return paths.map((path) => ({
      path,
      displayName: this.files.displayName(path),
      bytes: this.seen.get(path),
    }));
  }

  read(written: string): ReadBytes | ReadProblem {
    const path = insidePath(written);
    if (path === undefined) return "outside";
    const known = this.seen.get(path);
    if (known) return { bytes: known };
    const result = this.files.read(path, MAX_READ_BYTES);
    if (typeof result === "string") return result;
    this.totalBytes += result.bytes.length;
    if (this.totalBytes > MAX_READ_TOTAL_BYTES) return "too-large";
    this.seen.set(path, result.bytes);
    return result;
  }

  /** The file as source text, the same object each time, so that places in it can be shown; undefined if it is no UTF-8. */
  source(written: string): SourceFile | undefined | ReadProblem {
    const path = insidePath(written);
    const result = this.read(written);
    if (typeof result === "string" || path === undefined)
      return typeof result === "string" ? result : "outside";
    if (!this.sources.has(path)) this.sources.set(path, this.decode(path, result.bytes));
    return this.sources.get(path);
  }

  exists(written: string): boolean | ReadProblem {
    const path = insidePath(written);
    if (path === undefined) return "outside";
    const kind = this.files.kindOf(path);
    if (kind === "missing") return false;
    if (kind === "folder") return "not-a-file";
    if (kind === "file") this.noteExistence(path);
    return kind === "file" ? true : kind;
  }

  /** The files below a folder whose path from there matches, sorted. A folder that does not exist holds none. */
  match(
    writtenFolder: string,
    pattern: { readonly depth: number; readonly matches: (path: string) => boolean },
  ): readonly string[] | ReadProblem {
    const folder = insidePath(writtenFolder);
    if (folder === undefined) return "outside";
    const listed = this.listOnce(folder, pattern.depth);
    if (typeof listed === "string") return listed === "missing" ? [] : listed;
    this.compared += listed.length;
    if (this.compared > MAX_COMPARED_FILES) return "too-many";
    const matching = listed.filter((path) => pattern.matches(path)).sort();
    for (const path of matching) this.noteExistence(cleanPath(`${folder}/${path}`));
    return matching;
  }

  private listOnce(folder: string, depth: number): readonly string[] | ReadProblem {
    const key = `${depth} ${folder}`;
    const listed = this.listed.get(key) ?? this.files.list(folder, depth);
    this.listed.set(key, listed);
    return listed;
  }

  private noteExistence(path: string): void {
    if (!this.seen.has(path)) this.seen.set(path, undefined);
  }

  private decode(path: string, bytes: Uint8Array): SourceFile | undefined {
    try {
      const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
      return { filename: this.files.displayName(path), text };
    } catch {
      // Only bytes that are no UTF-8 throw, and their reader is told by undefined.
      return undefined;
    }
  }
}

/** The path from the documents' folder; undefined when it leaves that folder, or means one on some machine only. */
function insidePath(written: string): string | undefined {
  if (/^\/|^[A-Za-z]:|[\\\0]/.test(written)) return undefined;
  const path = cleanPath(written);
  return path === ".." || path.startsWith("../") ? undefined : path;
}
