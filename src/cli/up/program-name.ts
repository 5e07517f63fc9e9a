import { basename, isAbsolute, relative } from "node:path";

/** How this command can be called again from the folder it was called in: `mesh`, or `node dist/mesh.cjs`. */
export function programName(script: string, folder: string): string {
  if (basename(script) === "mesh") return "mesh";
  const fromHere = relative(folder, script);
  return `node ${fromHere.startsWith("..") || isAbsolute(fromHere) ? script : fromHere}`;
}
