import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";

/** How a program ended. */
export type ProcessEnd =
  | { readonly kind: "exited"; readonly code: number }
  | { readonly kind: "killed"; readonly signal: NodeJS.Signals }
  /** It could not be started. */
  | { readonly kind: "not-started"; readonly reason: string };

export interface ProcessOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** `inherit` shares this process's output; a function gets each line instead. */
  readonly output: "inherit" | ((line: string) => void);
}

/** After being asked to end, a program has this long before it is killed. */
const graceMs = 5_000;

/**
 * A program with everything it starts, as one group: stopping it leaves none of them behind, and a Ctrl-C in the
 * terminal reaches this process alone, which then ends them in order.
 */
export class ProcessGroup {
  readonly ended: Promise<ProcessEnd>;
  readonly #child: ChildProcess;
  #hasEnded = false;

  constructor({ command, args, cwd, output }: ProcessOptions) {
    this.#child = spawn(command, args, {
      detached: true,
      stdio: ["ignore", output === "inherit" ? "inherit" : "pipe", output === "inherit" ? "inherit" : "pipe"],
      ...(cwd !== undefined && { cwd }),
    });
    if (output !== "inherit") {
      for (const stream of [this.#child.stdout, this.#child.stderr]) forEachLine(stream, output);
    }
    this.ended = new Promise((resolve) => {
      const end = (how: ProcessEnd): void => {
        this.#hasEnded = true;
        resolve(how);
      };
      this.#child.once("error", (cause) => end({ kind: "not-started", reason: cause.message }));
      this.#child.once("exit", (code, signal) =>
        end(signal ? { kind: "killed", signal } : { kind: "exited", code: code ?? 1 }),
      );
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  signal(signal: NodeJS.Signals): void {
    if (this.#child.pid === undefined) return;
    try {
      process.kill(-this.#child.pid, signal);
    } catch (cause) {
      // Nobody is left in the group.
      if (!(cause instanceof Error && "code" in cause && cause.code === "ESRCH")) throw cause;
    }
  }

  /** Asks the group to end, and kills what has not done so in time. */
  async stop(): Promise<ProcessEnd> {
    if (!this.#hasEnded) this.signal("SIGTERM");
    const timer = setTimeout(() => this.signal("SIGKILL"), graceMs);
    const how = await this.ended;
    clearTimeout(timer);
    // The program may have ended before what it started.
    this.signal("SIGKILL");
    return how;
  }
}

/** How a program ended, in words. */
export function describeEnd(end: ProcessEnd): string {
  if (end.kind === "not-started") return `could not be started: ${end.reason}`;
  return end.kind === "exited" ? `ended with exit code ${end.code}` : `was ended by ${end.signal}`;
}

function forEachLine(stream: NodeJS.ReadableStream | null, onLine: (line: string) => void): void {
  let rest = "";
  stream?.setEncoding("utf8");
  stream?.on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line);
  });
  stream?.on("end", () => {
    if (rest !== "") onLine(rest);
  });
}
