import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** The example as separate processes on free ports: an agent, its three programs and a sidecar for each. */
export interface ExampleMesh {
  /** Where dashboard's sidecar takes its calls to counting. */
  readonly upstreamPort: number;
  /** Calls with each line that the agent logs, from now on. */
  onAgentLog(listener: (line: string) => void): void;
  /** Runs `mesh apply` of the example to its end. Rejects when it fails. */
  apply(flags: readonly string[]): Promise<void>;
  /** Ends every process and removes every file. */
  stop(): Promise<void>;
}

/** The ports that examples/counting/mesh.hcl names, by what they are for. */
const examplePorts = {
  dashboard: 9002,
  countingV1: 9003,
  countingV2: 9004,
  upstream: 5000,
  dashboardSidecar: 21000,
  countingV1Sidecar: 21001,
  countingV2Sidecar: 21002,
} as const;

const graceMs = 8_000;

/** Starts everything and applies the example; not all of it answers yet when this resolves. */
export async function startExampleMesh(): Promise<ExampleMesh> {
  const [httpPort = 0, xdsPort = 0, ...others] = await freePorts(2 + Object.keys(examplePorts).length);
  const free = new Map<number, number>(
    Object.values(examplePorts).map((port, index) => [port, others[index] ?? 0] as const),
  );
  const portOf = (name: keyof typeof examplePorts): string => String(free.get(examplePorts[name]));

  const directory = mkdtempSync(join(tmpdir(), "mesh-bench-"));
  const document = join(directory, "mesh.hcl");
  const example = readFileSync("examples/counting/mesh.hcl", "utf8");
  writeFileSync(
    document,
    example.replace(/\b\d{4,5}\b/g, (port) => String(free.get(Number(port)) ?? port)),
  );

  const processes = new Processes({ ...process.env, MESH_STATE_DIR: join(directory, "state") });
  const address = ["--address", `http://127.0.0.1:${httpPort}`];
  const program = (file: string, ...args: readonly string[]): ChildProcess =>
    processes.start(join("examples/counting", file), ...args);
  const sidecar = (service: string, instance: string): ChildProcess =>
    processes.start(
      ...["dist/mesh.cjs", "connect", "envoy", "--service", service, "--instance", instance],
      ...[...address, "--xds-address", `127.0.0.1:${xdsPort}`, "--", "--concurrency", "1"],
    );
  const mesh: Omit<ExampleMesh, "onAgentLog"> = {
    upstreamPort: Number(portOf("upstream")),
    apply: (flags) =>
      processes.complete("dist/mesh.cjs", "apply", document, ...address, "--auto-approve", ...flags),
    stop: async () => {
      process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
      await processes.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
  const interrupt = (): void => void mesh.stop().then(() => process.exit(130));
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  try {
    const agent = processes.start(
      ...["dist/mesh.cjs", "agent", "--dev"],
      ...["--http-port", String(httpPort), "--xds-port", String(xdsPort)],
    );
    program("counting.mjs", "--port", portOf("countingV1"), "--version", "v1");
    program("counting.mjs", "--port", portOf("countingV2"), "--version", "v2");
    program("dashboard.mjs", "--port", portOf("dashboard"));
    await firstLine(agent);
    await mesh.apply([]);
    sidecar("dashboard", "dashboard");
    sidecar("counting", "counting-v1");
    sidecar("counting", "counting-v2");
    return { ...mesh, onAgentLog: (listener) => forEachLine(agent, listener) };
  } catch (cause) {
    await mesh.stop();
    throw cause;
  }
}

/** Node programs that end together. */
class Processes {
  readonly #environment: NodeJS.ProcessEnv;
  readonly #running = new Set<ChildProcess>();

  constructor(environment: NodeJS.ProcessEnv) {
    this.#environment = environment;
  }

  start(...args: readonly string[]): ChildProcess {
    const child = spawn(process.execPath, args, {
      cwd: resolve("."),
      env: this.#environment,
      stdio: ["ignore", "ignore", "pipe"],
    });
    this.#running.add(child);
    child.once("exit", () => this.#running.delete(child));
    // A pipe that nobody reads fills up and stops its writer.
    child.stderr.resume();
    return child;
  }

  async complete(...args: readonly string[]): Promise<void> {
    const child = this.start(...args);
    let said = "";
    child.stderr?.setEncoding("utf8").on("data", (chunk: string) => (said += chunk));
    const [code] = (await once(child, "close")) as [number | null];
    if (code !== 0) throw new Error(`node ${args.join(" ")} ended with ${String(code)}:\n${said}`);
  }

  async stop(): Promise<void> {
    const ended = [...this.#running].map((child) => end(child));
    await Promise.all(ended);
  }
}

/** A sidecar ends its Envoy when it is asked to; only one that does not answer is killed. */
async function end(child: ChildProcess): Promise<void> {
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), graceMs);
  await exited;
  clearTimeout(timer);
}

async function firstLine(child: ChildProcess): Promise<void> {
  const line = new Promise<void>((done) => forEachLine(child, () => done()));
  const ended = once(child, "exit").then(() => {
    throw new Error("The agent ended before it was ready.");
  });
  await Promise.race([line, ended]);
}

function forEachLine(child: ChildProcess, listener: (line: string) => void): void {
  let rest = "";
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) listener(line);
  });
}

/** Held at once, so that they differ. */
async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, "127.0.0.1");
      await once(server, "listening");
      return server;
    }),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === "object" && address ? address.port : 0;
  });
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
  return ports;
}
