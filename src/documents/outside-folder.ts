import { realpathSync } from "node:fs";
import { isAbsolute, relative, sep } from "node:path";

/** Whether something that exists lies outside of a folder. A link may lead anywhere; what counts is where it ends. */
export function isOutside(folder: string, path: string): boolean {
  const way = relative(realpathSync(folder), realpathSync(path));
  return way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way);
}
