import { readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * The `*.hcl` files of a folder by name, and with `"recursive"` those of the folders in it. Hidden files and folders are
 * left out, and symbolic links to folders are not followed: no loop, and nothing outside.
 */
export function findHclFiles(folder: string, depth: "folder" | "recursive"): readonly string[] {
  const files: string[] = [];
  const folders = [folder];
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    const at = next;
    const entries = readdirSync(at, { withFileTypes: true }).filter(({ name }) => !name.startsWith("."));
    const inside = entries.filter((entry) => entry.isDirectory());
    if (depth === "recursive") folders.push(...inside.map(({ name }) => join(at, name)));
    const others = entries.filter((entry) => !entry.isDirectory() && entry.name.endsWith(".hcl"));
    files.push(...others.map(({ name }) => join(at, name)));
  }
  return files.sort();
}
