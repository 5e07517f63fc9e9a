/** What the operating system refused, in words: undefined for anything else, which is a fault of the program. */
export function describeSystemFailure(cause: unknown): string | undefined {
  if (typeof cause !== "object" || cause === null || !("code" in cause) || !("syscall" in cause))
    return undefined;
  const code = String(cause.code);
  const place = "path" in cause && typeof cause.path === "string" ? ` ${cause.path}` : "";
  return `${meanings[code] ?? `The system says ${code}`}${place} (${String(cause.syscall)}). ${waysOut[code] ?? "Nothing more was done."}`;
}

const meanings: Readonly<Record<string, string>> = {
  ENOSPC: "The disk is full:",
  EACCES: "No permission for",
  EPERM: "No permission for",
  EROFS: "The file system cannot be written to:",
  ENOENT: "There is no",
  ENOTDIR: "Something on the way is no folder:",
  EISDIR: "This is a folder, where a file was expected:",
  EEXIST: "Something is there already:",
  EMFILE: "Too many open files:",
};

const waysOut: Readonly<Record<string, string>> = {
  ENOSPC: "Make room and run the command again.",
  EACCES: "Choose another place, or have the permission changed.",
  EPERM: "Choose another place, or have the permission changed.",
  EROFS: "Choose another place.",
  ENOENT: "Create it, or choose another place.",
  ENOTDIR: "Choose another place.",
  EISDIR: "Choose another place.",
  EEXIST: "Remove it, or choose another place.",
  EMFILE: "Raise the limit (ulimit -n).",
};
