import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { AgentClient } from "../../src/client/agent-client.ts";
import type { ChildProgram } from "./child-program.ts";
import { envoyArguments } from "./counting-mesh.ts";
import { envoyStat } from "./envoy-admin.ts";
import type { TestSite } from "./test-site.ts";
import { until } from "./until.ts";

/** A line of a sidecar's access log: of a request that failed, or of a connection. */
export type LogLine = Readonly<Record<string, string | number | null>>;

export interface LiveMeshOptions {
  /** The document set, as one file. */
  readonly document: string;
  /** The services whose sidecars run, one instance each, which has the service's name. */
  readonly sidecars: readonly string[];
}

/** A mesh of real sidecars around programs that the test runs itself. */
export class LiveMesh {
  readonly #site: TestSite;
  readonly #documentPath: string;
  readonly #sidecars = new Map<string, ChildProgram>();

  private constructor(site: TestSite) {
    this.#site = site;
    this.#documentPath = join(site.folder, "mesh.hcl");
  }

  /** Returns when every sidecar has its configuration. */
  static async start(site: TestSite, { document, sidecars }: LiveMeshOptions): Promise<LiveMesh> {
    const mesh = new LiveMesh(site);
    await site.startAgent();
    await mesh.apply(document);
    for (const service of sidecars) mesh.#startSidecar(service);
    await mesh.#isReady();
    return mesh;
  }

  /** Returns when every sidecar has acknowledged the document. */
  async apply(document: string): Promise<void> {
    writeFileSync(this.#documentPath, document);
    const { code, stdout, stderr } = await this.#site.runMesh(
      "apply",
      this.#documentPath,
      "--auto-approve",
      "--wait",
    );
    if (code !== 0) throw new Error(`mesh apply ended with ${code}\n${stdout}${stderr}`);
  }

  /** The first line of a service's sidecar that matches, whenever it comes. */
  async logged(service: string, matches: (line: LogLine) => boolean): Promise<LogLine> {
    const sidecar = this.#sidecar(service);
    return until(`a line in the log of ${service}'s sidecar`, () => logLines(sidecar).find(matches));
  }

  /** A counter or gauge of a service's sidecar, 0 as long as Envoy has none of the name. */
  async stat(service: string, name: string): Promise<number> {
    return (await envoyStat(await this.adminSocket(service), name)) ?? 0;
  }

  /** Where a service's sidecar answers its administrator. */
  async adminSocket(service: string): Promise<string> {
    const [, socket = ""] = await this.#sidecar(service).says(/"admin":"([^"]+)"/);
    return socket;
  }

  #sidecar(service: string): ChildProgram {
    const sidecar = this.#sidecars.get(service);
    if (!sidecar) throw new Error(`${service} has no sidecar here`);
    return sidecar;
  }

  #startSidecar(service: string): void {
    const instance = ["-service", service, "-instance", service];
    this.#sidecars.set(service, this.#site.mesh("connect", "envoy", ...instance, "--", ...envoyArguments));
  }

  async #isReady(): Promise<void> {
    const client = new AgentClient({ address: this.#site.agentAddress });
    const wanted = [...this.#sidecars.keys()].map((service) => `${service}-sidecar-proxy`);
    await until("every sidecar has its configuration", async () => {
      for (const sidecar of this.#sidecars.values()) sidecar.mustRun();
      const { proxies, revision } = await client.status();
      return wanted.every((id) =>
        proxies.some(
          (proxy) => proxy.id === id && proxy.connected && proxy.acknowledged_revision === revision,
        ),
      );
    });
  }
}

function logLines({ stdout }: ChildProgram): readonly LogLine[] {
  return stdout
    .split("\n")
    .slice(0, -1)
    .flatMap((line) => (line.startsWith('{"') ? [JSON.parse(line) as LogLine] : []));
}
