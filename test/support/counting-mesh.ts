import { join } from "node:path";
import { AgentClient } from "../../src/client/agent-client.ts";
import type { StatusResponse } from "../../src/client/api-types.ts";
import type { ChildProgram } from "./child-program.ts";
import { copyExample } from "./example-document.ts";
import type { ExampleDocument, ExamplePorts } from "./example-document.ts";
import { Load } from "./load.ts";
import type { LoadOptions } from "./load.ts";
import type { Finished, TestSite } from "./test-site.ts";
import { until } from "./until.ts";

export const countingPath = "/service/counting/";

export const instances = {
  dashboard: "dashboard",
  "counting-v1": "counting",
  "counting-v2": "counting",
} as const;

export type InstanceId = keyof typeof instances;

/** Several Envoys share this machine. */
export const envoyArguments = ["--concurrency", "2"] as const;

const instanceIds = Object.keys(instances) as InstanceId[];

export interface CountingMeshOptions {
  /** Default: the example's own. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly agentFlags?: readonly string[];
  /** Default: all. */
  readonly sidecars?: readonly InstanceId[];
}

/** The example, each part in a process of its own: agent, programs, sidecars. */
export class CountingMesh {
  readonly site: TestSite;
  readonly document: ExampleDocument;
  readonly client: AgentClient;
  readonly sidecars = new Map<InstanceId, ChildProgram>();
  readonly programs = new Map<InstanceId, ChildProgram>();
  readonly #agentFlags: readonly string[];
  #agent: ChildProgram;

  private constructor(site: TestSite, document: ExampleDocument, agentFlags: readonly string[]) {
    this.site = site;
    this.document = document;
    this.client = new AgentClient({ address: site.agentAddress });
    this.#agentFlags = agentFlags;
    this.#agent = this.startAgent();
  }

  /** Returns when every instance is well and every sidecar has its configuration. */
  static async start(site: TestSite, options: CountingMeshOptions = {}): Promise<CountingMesh> {
    const { variables = {}, agentFlags = [], sidecars = instanceIds } = options;
    const document = await copyExample(join(site.folder, "example"));
    const mesh = new CountingMesh(site, document, agentFlags);
    for (const id of instanceIds) mesh.startProgram(id);
    await mesh.agentListens();
    await mesh.apply(variables);
    for (const id of sidecars) mesh.startSidecar(id);
    await mesh.isReady(sidecars);
    return mesh;
  }

  get ports(): ExamplePorts {
    return this.document.ports;
  }

  get agent(): ChildProgram {
    return this.#agent;
  }

  /** Starts the agent, or another one in the place of the one before. */
  startAgent(): ChildProgram {
    const { httpPort, xdsPort } = this.site;
    const ports = ["--http-port", `${httpPort}`, "--xds-port", `${xdsPort}`];
    this.#agent = this.site.mesh("agent", "-dev", ...ports, ...this.#agentFlags);
    return this.#agent;
  }

  async agentListens(): Promise<void> {
    await this.#agent.says(/agent started/);
  }

  startProgram(id: InstanceId): ChildProgram {
    const program = this.site.start({
      name: id,
      command: process.execPath,
      args: programArguments(id, this.ports),
      cwd: this.document.folder,
    });
    this.programs.set(id, program);
    return program;
  }

  startSidecar(id: InstanceId): ChildProgram {
    const service = ["-service", instances[id], "-instance", id];
    const sidecar = this.site.mesh("connect", "envoy", ...service, "--", ...envoyArguments);
    this.sidecars.set(id, sidecar);
    return sidecar;
  }

  async isReady(sidecars: readonly InstanceId[] = instanceIds): Promise<void> {
    await until("every sidecar has its configuration and every instance is well", async () => {
      for (const sidecar of this.sidecars.values()) sidecar.mustRun();
      const { proxies, revision } = await this.status();
      return sidecars.every((id) => {
        const proxy = proxies.find((candidate) => candidate.id === `${id}-sidecar-proxy`);
        return proxy?.health === "passing" && proxy.acknowledged_revision === revision;
      });
    });
  }

  status(): Promise<StatusResponse> {
    return this.client.status();
  }

  /** Runs `mesh apply --auto-approve --wait` of the document, which must succeed. */
  async apply(variables: Readonly<Record<string, string>>): Promise<Finished> {
    const finished = await this.tryApply(this.document.path, variables);
    if (finished.code === 0) return finished;
    throw new Error(`mesh apply ended with ${finished.code}\n${finished.stdout}${finished.stderr}`);
  }

  /** Runs `mesh apply --auto-approve --wait`, whatever comes of it. */
  tryApply(path: string, variables: Readonly<Record<string, string>> = {}): Promise<Finished> {
    const flags = Object.entries(variables).flatMap(([name, value]) => ["-var", `${name}=${value}`]);
    return this.site.runMesh("apply", path, "--auto-approve", "--wait", ...flags);
  }

  /** Requests as dashboard's program makes them: through its own sidecar. They end with the site at the latest. */
  load(options: Omit<LoadOptions, "port" | "path"> = {}): Load {
    const load = new Load({ ...options, port: this.ports.upstream, path: countingPath });
    this.site.atEnd(() => load.stop());
    return load;
  }

  /** The unix socket of a sidecar's Envoy. */
  async adminSocket(id: InstanceId): Promise<string> {
    const sidecar = this.sidecars.get(id);
    if (!sidecar) throw new Error(`${id} has no sidecar here`);
    const [, path = ""] = await sidecar.says(/"admin":"([^"]+)"/);
    return path;
  }
}

/** Which version of counting answered. */
export function versionIn(body: string): string {
  const { version } = JSON.parse(body) as { readonly version: string };
  return version;
}

/** What the example's own `command`s say, with its ports replaced. */
function programArguments(id: InstanceId, ports: ExamplePorts): readonly string[] {
  switch (id) {
    case "dashboard":
      return [
        "dashboard.mjs",
        "--port",
        `${ports.dashboard}`,
        "--counting",
        `http://127.0.0.1:${ports.upstream}`,
      ];
    case "counting-v1":
      return ["counting.mjs", "--port", `${ports.countingV1}`, "--version", "v1"];
    case "counting-v2":
      return ["counting.mjs", "--port", `${ports.countingV2}`, "--version", "v2"];
  }
}
