import { spawn } from "node:child_process";
import type { ChildProcessByStdio } from "node:child_process";
import type { Readable } from "node:stream";
import { Hopeless, until } from "./until.ts";

export interface ChildProgramOptions {
  /** For people who read its output. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
}

export interface ProgramEnd {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** On the clock of `performance.now()`. */
  readonly atMs: number;
}

/** A program that a test runs beside itself, with everything it has written. */
export class ChildProgram {
  readonly name: string;
  /** When its output has ended too: what a program leaves behind may hold that open. */
  readonly ended: Promise<ProgramEnd>;
  #child: ChildProcessByStdio<null, Readable, Readable>;
  #stdout = "";
  #stderr = "";
  #end: ProgramEnd | undefined;

  constructor({ name, command, args, env, cwd }: ChildProgramOptions) {
    this.name = name;
    // A group of its own: a Ctrl-C at the tests' terminal must not reach it behind the tests' back.
    this.#child = spawn(command, args, {
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env,
      ...(cwd !== undefined && { cwd }),
    });
    this.#child.stdout.setEncoding("utf8").on("data", (chunk: string) => (this.#stdout += chunk));
    this.#child.stderr.setEncoding("utf8").on("data", (chunk: string) => (this.#stderr += chunk));
    this.ended = new Promise((resolve, reject) => {
      this.#child.once("error", reject);
      this.#child.once("exit", (code, signal) => {
        this.#end = { code, signal, atMs: performance.now() };
      });
      this.#child.once("close", (code, signal) =>
        resolve(this.#end ?? { code, signal, atMs: performance.now() }),
      );
    });
  }

  get pid(): number {
    const { pid } = this.#child;
    if (pid === undefined) throw new Error(`${this.name} was not started`);
    return pid;
  }

  get hasEnded(): boolean {
    return this.#end !== undefined;
  }

  get stdout(): string {
    return this.#stdout;
  }

  get stderr(): string {
    return this.#stderr;
  }

  /** @throws Hopeless when it has ended. */
  mustRun(): void {
    if (this.hasEnded) throw new Hopeless(`${this.name} has ended\n${this.#stdout}${this.#stderr}`);
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** The first match in what it has written so far or writes from now on. */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    return until(`${this.name} writes ${pattern.source}`, () => {
      const found = pattern.exec(this.#stdout) ?? pattern.exec(this.#stderr);
      if (!found) this.mustRun();
      return found;
    });
  }

  async stop(): Promise<ProgramEnd> {
    if (!this.hasEnded) this.signal("SIGTERM");
    return this.ended;
  }

  async kill(): Promise<ProgramEnd> {
    this.signal("SIGKILL");
    return this.ended;
  }
}
