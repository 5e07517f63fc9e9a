import type { DocumentFiles, ReadBytes, ReadFile, ReadProblem } from "./document-reader.ts";

/** Files that are at hand already, such as those that came with a request: there are these and no others. */
export function filesInMemory(files: readonly ReadFile[]): DocumentFiles {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const folders = new Set(files.flatMap(({ path }) => foldersOf(path)));

  function read(path: string, maxBytes: number): ReadBytes | ReadProblem {
    const file = byPath.get(path);
    if (!file) return folders.has(path) ? "not-a-file" : "missing";
    if (!file.bytes) return "unreadable";
    return file.bytes.length > maxBytes ? "too-large" : { bytes: file.bytes };
  }

  function list(folder: string, depth: number): readonly string[] | ReadProblem {
    if (byPath.has(folder)) return "not-a-file";
    const prefix = folder === "." ? "" : `${folder}/`;
    return [...byPath.keys()]
      .filter((path) => path.startsWith(prefix))
      .map((path) => path.slice(prefix.length))
      .filter((path) => path.split("/").length - 1 <= depth);
  }

  return {
    read,
    list,
    kindOf: (path) => (byPath.has(path) ? "file" : folders.has(path) ? "folder" : "missing"),
    displayName: (path) => byPath.get(path)?.displayName ?? path,
  };
}

function foldersOf(path: string): readonly string[] {
  const parts = path.split("/");
  return [".", ...parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join("/"))];
}
