import { statSync } from "node:fs";
import { dirname } from "node:path";

/** The folder that a path's documents lie in: the path itself, or where its file is. All they refer to lies below it. */
export function documentFolder(path: string): string {
  return isFolder(path) ? path : dirname(path);
}

export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    // Whether it is missing, forbidden or a link to itself: there is no folder to read from.
    return false;
  }
}
