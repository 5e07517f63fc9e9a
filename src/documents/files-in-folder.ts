import { readdirSync, readFileSync, statSync } from "node:fs";
import type { Dirent, Stats } from "node:fs";
import { join } from "node:path";
import type { DocumentFiles, ReadBytes, ReadProblem } from "../language/document-reader.ts";
import { MAX_LISTED_FILES } from "../language/limits.ts";
import { isOutside } from "./outside-folder.ts";

/**
 * The files in a folder, for expressions that read them. A link is followed to a file as long as it stays in the folder;
 * linked folders are not looked through, so that no loop is walked.
 */
export function filesInFolder(root: string): DocumentFiles {
  return {
    read: (path, maxBytes) => read(root, path, maxBytes),
    kindOf: (path) => kindOf(root, path),
    list: (folder, depth) => list(root, folder, depth),
    displayName: (path) => join(root, path),
  };
}

function read(root: string, path: string, maxBytes: number): ReadBytes | ReadProblem {
  return orProblem(() => {
    const stats = statInside(root, path);
    if (typeof stats === "string") return stats;
    // A pipe or device would keep the reader waiting, or never end.
    if (!stats.isFile()) return "not-a-file";
    if (stats.size > maxBytes) return "too-large";
    return { bytes: new Uint8Array(readFileSync(join(root, path))) };
  });
}

function kindOf(root: string, path: string): "file" | "folder" | ReadProblem {
  return orProblem(() => {
    const stats = statInside(root, path);
    if (typeof stats === "string") return stats;
    if (stats.isDirectory()) return "folder";
    return stats.isFile() ? "file" : "not-a-file";
  });
}

function list(root: string, folder: string, depth: number): readonly string[] | ReadProblem {
  return orProblem(() => {
    const stats = statInside(root, folder);
    if (typeof stats === "string") return stats;
    if (!stats.isDirectory()) return "not-a-file";
    const found: string[] = [];
    const waiting = [{ path: "", depth }];
    for (let at = waiting.pop(); at; at = waiting.pop()) {
      for (const entry of readdirSync(join(root, folder, at.path), { withFileTypes: true })) {
        const path = at.path === "" ? entry.name : `${at.path}/${entry.name}`;
        if (entry.isDirectory() && at.depth > 0) waiting.push({ path, depth: at.depth - 1 });
        if (isFileInside(root, `${folder}/${path}`, entry)) found.push(path);
        if (found.length + waiting.length > MAX_LISTED_FILES) return "too-many";
      }
    }
    return found;
  });
}

function isFileInside(root: string, path: string, entry: Dirent): boolean {
  if (!entry.isSymbolicLink()) return entry.isFile();
  // What a dangling or looping link means is nobody's file.
  return kindOf(root, path) === "file";
}

function statInside(root: string, path: string): Stats | ReadProblem {
  const stats = statSync(join(root, path), { throwIfNoEntry: false });
  if (!stats) return "missing";
  return isOutside(root, join(root, path)) ? "outside" : stats;
}

function orProblem<T>(attempt: () => T): T | ReadProblem {
  try {
    return attempt();
  } catch (cause) {
    if (typeof cause !== "object" || cause === null || !("code" in cause)) throw cause;
    return cause.code === "ENOENT" || cause.code === "ENOTDIR" ? "missing" : "unreadable";
  }
}
