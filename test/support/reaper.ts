import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** Every program a test starts, and whatever those start in turn, inherits the variable: that is how they are found. */
export const markVariable = "MESH_STATE_DIR";

/** The processes that carry a mark, by id. Linux only, as the Envoy that the tests run. */
export function processesMarked(mark: string): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && environmentOf(name).includes(`${markVariable}=${mark}`))
    .map(Number);
}

/** The processes that a process has started. */
export function childrenOf(pid: number): readonly number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
  return children.split(" ").filter(Boolean).map(Number);
}

/** Gone meanwhile, or somebody else's: not one of ours. */
function environmentOf(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
  } catch {
    return [];
  }
}

/**
 * Kills the marked processes and removes the folder when told to, or when the process of the tests has died: it waits
 * for the end of its input, which the kernel sends in both cases.
 */
export class Reaper {
  readonly #shell: ChildProcess;

  constructor(mark: string, folder: string) {
    this.#shell = spawn("sh", ["-c", script, "reaper", `${markVariable}=${mark}`, folder], {
      detached: true,
      stdio: ["pipe", "ignore", "ignore"],
    });
  }

  reap(): Promise<void> {
    return new Promise((resolve) => {
      this.#shell.once("exit", () => resolve());
      this.#shell.stdin?.end();
    });
  }
}

/** Two rounds: a process may start another while the first is under way. */
const script = `
cat > /dev/null
for round in 1 2; do
  for environment in $(grep -lzxF "$1" /proc/[0-9]*/environ); do
    process=\${environment#/proc/}
    kill -9 "\${process%/environ}"
  done
done 2> /dev/null
rm -rf "$2"
`;
