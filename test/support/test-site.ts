import { mkdirSync, mkdtempSync } from "node:fs";
import type { Server, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ChildProgram } from "./child-program.ts";
import type { ChildProgramOptions } from "./child-program.ts";
import { freePorts } from "./free-ports.ts";
import { Reaper, markVariable, processesMarked } from "./reaper.ts";

/** What a command did that has run to its end. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** When its process was gone, on the clock of `performance.now()`. */
  readonly endedAtMs: number;
}

/** Jest runs from the root of the repository. */
export const repository = process.cwd();
const meshProgram = join(repository, "dist", "mesh.cjs");

/**
 * A place of its own for one file of tests: a folder for all state and temporary files, the programs started in it and
 * whatever else was opened for them, all of which are gone when it is disposed of, however the tests ended.
 */
export class TestSite {
  readonly folder: string;
  readonly stateFolder: string;
  /** Where the programs put their temporary files. */
  readonly temporaryFolder: string;
  readonly env: NodeJS.ProcessEnv;
  /** Where the agent of this site listens, if it runs one: every command knows it from the environment. */
  readonly httpPort: number;
  readonly xdsPort: number;
  readonly #reaper: Reaper;
  readonly #programs: ChildProgram[] = [];
  readonly #closings: (() => unknown)[] = [];
  #isDisposed = false;

  static async open(): Promise<TestSite> {
    const [httpPort = 0, xdsPort = 0] = await freePorts(2);
    return new TestSite(httpPort, xdsPort);
  }

  private constructor(httpPort: number, xdsPort: number) {
    this.httpPort = httpPort;
    this.xdsPort = xdsPort;
    this.folder = mkdtempSync(join(tmpdir(), "mesh-e2e-"));
    this.stateFolder = join(this.folder, "state");
    this.temporaryFolder = join(this.folder, "tmp");
    mkdirSync(this.temporaryFolder);
    this.env = {
      ...process.env,
      NO_COLOR: "1",
      TMPDIR: this.temporaryFolder,
      MESH_HTTP_ADDR: this.agentAddress,
      MESH_XDS_ADDR: `127.0.0.1:${xdsPort}`,
      [markVariable]: this.stateFolder,
    };
    this.#reaper = new Reaper(this.stateFolder, this.folder);
    openSites?.add(this.output);
  }

  get agentAddress(): string {
    return `http://127.0.0.1:${this.httpPort}`;
  }

  /** Starts a command of the built `mesh`. */
  mesh(...args: readonly string[]): ChildProgram {
    return this.start({
      name: `mesh ${args.join(" ")}`,
      command: process.execPath,
      args: [meshProgram, ...args],
    });
  }

  /** Starts this site's agent and returns when it listens. */
  async startAgent(...flags: readonly string[]): Promise<ChildProgram> {
    const ports = ["--http-port", `${this.httpPort}`, "--xds-port", `${this.xdsPort}`];
    const agent = this.mesh("agent", "-dev", ...ports, ...flags);
    await agent.says(/agent started/);
    return agent;
  }

  /** Runs a command of the built `mesh` to its end. */
  async runMesh(...args: readonly string[]): Promise<Finished> {
    return this.finish(this.mesh(...args));
  }

  /** @throws Error when the site is gone: a test whose time is over may still be under way. */
  start(options: Omit<ChildProgramOptions, "env">): ChildProgram {
    if (this.#isDisposed) throw new Error(`${options.name} comes too late: its site is gone`);
    const program = new ChildProgram({ ...options, env: this.env });
    this.#programs.push(program);
    return program;
  }

  async finish(program: ChildProgram): Promise<Finished> {
    const { code, atMs } = await program.ended;
    return { code, stdout: program.stdout, stderr: program.stderr, endedAtMs: atMs };
  }

  /** Has a server listen on loopback until the site's end, which cuts its connections. */
  async serve(server: Server, port: number): Promise<void> {
    const sockets = new Set<Socket>();
    server.on("connection", (socket: Socket) => {
      sockets.add(socket);
      socket.once("close", () => sockets.delete(socket));
    });
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, "127.0.0.1", resolve);
    });
    this.atEnd(() => {
      server.close();
      for (const socket of sockets) socket.destroy();
    });
  }

  /** Has something closed at the site's end, at once if that has come. A test closes nothing when it fails. */
  atEnd(close: () => unknown): void {
    if (this.#isDisposed) close();
    else this.#closings.push(close);
  }

  /** The processes started here, directly or not, that still run. */
  processes(): readonly number[] {
    return processesMarked(this.stateFolder);
  }

  /** What the programs have written, the ends of it. */
  readonly output = (): string =>
    this.#programs
      .map(({ name, stdout, stderr }) => `--- ${name}\n${tail(stdout)}${tail(stderr)}`)
      .join("\n");

  /** Ends everything started or opened here, however that goes. */
  async dispose(): Promise<void> {
    this.#isDisposed = true;
    openSites?.delete(this.output);
    await this.#reaper.reap();
    await Promise.all(this.#programs.map(({ ended }) => ended.catch(() => undefined)));
    const closed = await Promise.allSettled(this.#closings.map((close) => Promise.resolve().then(close)));
    const failed = closed.find((outcome) => outcome.status === "rejected");
    if (failed) throw failed.reason;
  }
}

const shownLines = 25;

function tail(text: string): string {
  const lines = text.split("\n");
  return lines.length <= shownLines ? text : `...\n${lines.slice(-shownLines).join("\n")}`;
}

/** The environment `show-output-on-failure.cjs` shows the output of open sites when a test has failed. */
const openSites = (globalThis as { programOutputs?: Set<() => string> }).programOutputs;
