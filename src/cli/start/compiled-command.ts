import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { Script } from "node:vm";

/** Beside one another: the command, and what V8 made of it when it was built. */
export const commandName = "mesh-command.cjs";
export const codeCacheName = "mesh-command.code-cache";

export interface CompiledCommand {
  readonly script: Script;
  readonly run: () => void;
}

/**
 * The command from its file, compiled: a third of the time of a short command goes into compiling it. What V8 made of it
 * when it was built holds for the same V8 with the same flags; any other refuses it and compiles anew.
 */
export function compiledCommand(folder: string): CompiledCommand {
  // Nearly all that a compilation makes lives until it ends. V8 finds out in small steps, copying it again and again; told
  // so at the start, it lets young memory grow at once, which saves a tenth of the time that a large mesh takes. The flag
  // comes first, because code made with other flags is refused.
  setFlagsFromString("--semi-space-growth-factor=16");
  const filename = join(folder, commandName);
  // The build sees to it that the file is ASCII, which is read fastest as Latin-1.
  const source = readFileSync(filename, "latin1");
  const cachedData = readIfThere(join(folder, codeCacheName));
  const script = new Script(`(function (require, module) {${source}\n})`, {
    filename,
    ...(cachedData && { cachedData }),
  });
  return {
    script,
    run: () => {
      const start = script.runInThisContext() as (require: NodeJS.Require, module: object) => void;
      start(createRequire(filename), { exports: {} });
    },
  };
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
