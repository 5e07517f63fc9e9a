import type { EagerFunction } from "./function-definition.ts";
import { define1, text } from "./parameter.ts";

/** Functions on the texts of paths, with slashes on every machine; they look at no file. */
export const pathFunctions: Readonly<Record<string, EagerFunction>> = {
  basename: define1(text("path"), (path) => {
    if (path === "") return ".";
    return /([^/]+)\/*$/.exec(path)?.[1] ?? "/";
  }),
  dirname: define1(text("path"), (path) => cleanPath(path.slice(0, path.lastIndexOf("/") + 1))),
};

/** The shortest path with the same meaning: no `.`, no `..` that can be resolved, no double slashes. */
export function cleanPath(path: string): string {
  const isAbsolute = path.startsWith("/");
  const kept: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") kept.push(part);
    else if (kept.length > 0 && kept.at(-1) !== "..") kept.pop();
    else if (!isAbsolute) kept.push("..");
  }
  if (isAbsolute) return `/${kept.join("/")}`;
  return kept.join("/") || ".";
}
