import { constants } from "node:fs";
import { access, mkdir, mkdtemp, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { EnvoyInstallation } from "./install-envoy.ts";
import { runCommand } from "./run-command.ts";

/** The machine that this process runs on. `report` gets the lines of progress. */
export function thisMachine(report: (line: string) => void): EnvoyInstallation {
  return {
    env: process.env,
    platform: `${process.platform}-${process.arch}`,
    run: runCommand,
    report,
    isExecutableFile,
    makeTemporaryDirectory: async (parent) => {
      await mkdir(parent, { recursive: true });
      return mkdtemp(join(parent, ".installing-"));
    },
    writeFile: (path, text) => writeFile(path, text),
    moveFile,
    removeDirectory: (path) => rm(path, { recursive: true, force: true }),
  };
}

async function isExecutableFile(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    // Not there, not ours to run, or behind something that is no folder: all the same to who looks for a program.
    return false;
  }
}

async function moveFile(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await rename(from, to);
}
