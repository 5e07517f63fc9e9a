import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AgentClient } from "../src/client/agent-client.ts";
import { createOwnCertificate } from "../src/terraform/wire/plugin/own-certificate.ts";
import { largeMesh } from "./large-mesh.ts";
import { quantile, rounded } from "./statistics.ts";

/** What the Terraform provider costs. */
export interface ProviderResult {
  /** Median of a provider's start to its handshake over the median of an empty Node. */
  readonly handshake_ratio: number;
  /**
   * Median plan of an unchanged document of 1,000 services, over 1.5 times Terraform's own time for an empty
   * configuration plus two seconds: more than 1 is too slow.
   */
  readonly plan_ratio: number;
  readonly plan_ms: number;
  readonly empty_plan_ms: number;
  /** Median of a whole program that synthesizes a stack of 1,000 services, in seconds. */
  readonly synth_1000_s: number;
  /** The most memory that any of the provider's processes held meanwhile, MB of 2^20 bytes. */
  readonly rss_mb: number;
}

const repository = process.cwd();
const provider = join(repository, "dist", "terraform-provider-mesh");
const serviceCount = 1_000;
const handshakeRuns = 25;
const planRuns = 5;
const synthRuns = 5;

export async function run(report: (line: string) => void): Promise<ProviderResult> {
  const handshakes: number[] = [];
  const nodes: number[] = [];
  for (let count = 0; count < handshakeRuns; count += 1) {
    handshakes.push(await handshakeMs());
    nodes.push(timeOf(process.execPath, ["-e", "0"]));
  }
  const handshakeRatio = quantile(handshakes, 0.5) / quantile(nodes, 0.5);
  report(`handshake: ${handshakeRatio.toFixed(2)} times an empty Node`);
  const folder = mkdtempSync(join(tmpdir(), "mesh-bench-"));
  try {
    const synthMs = quantile(
      Array.from({ length: synthRuns }, () =>
        timeOf(process.execPath, [join(repository, "bench", "synth-services.cjs"), `${serviceCount}`]),
      ),
      0.5,
    );
    report(`synth: ${rounded(synthMs)} ms`);
    return {
      handshake_ratio: Math.round(handshakeRatio * 100) / 100,
      synth_1000_s: Math.round(synthMs) / 1_000,
      ...(await plans(folder, report)),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Plans = Omit<ProviderResult, "handshake_ratio" | "synth_1000_s">;

async function plans(folder: string, report: (line: string) => void): Promise<Plans> {
  const peakFile = join(folder, "peak");
  const [httpPort, xdsPort] = [18_511, 18_512];
  const address = `http://127.0.0.1:${httpPort}`;
  const settings = join(folder, "terraform.rc");
  const overrides = JSON.stringify(join(repository, "dist"));
  writeFileSync(settings, `provider_installation {\n  dev_overrides { "meshwork/mesh" = ${overrides} }\n}\n`);
  const env = {
    ...process.env,
    TF_CLI_CONFIG_FILE: settings,
    CHECKPOINT_DISABLE: "1",
    MESH_HTTP_ADDR: address,
    MESH_STATE_DIR: join(folder, "state"),
    NODE_OPTIONS: `--require ${join(repository, "bench", "peak-memory-file.cjs")}`,
    MESH_BENCH_PEAK_FILE: peakFile,
  };
  const terraform = (...args: readonly string[]): number => timeOf("terraform", args, { cwd: folder, env });
  writeFileSync(join(folder, "main.tf"), "locals {}\n");
  const emptyMs = quantile(
    Array.from({ length: planRuns }, () => terraform("plan")),
    0.5,
  );
  const agentArguments = ["agent", "-dev", "-http-port", `${httpPort}`, "-xds-port", `${xdsPort}`];
  const agent = spawn(process.execPath, [join(repository, "dist", "mesh.cjs"), ...agentArguments], {
    stdio: "ignore",
    env: { ...process.env, MESH_STATE_DIR: env.MESH_STATE_DIR },
  });
  try {
    await isThere(new AgentClient({ address }));
    writeFileSync(join(folder, "mesh.hcl"), largeMesh(serviceCount));
    writeFileSync(join(folder, "main.tf"), configuration);
    terraform("apply", "-auto-approve");
    report("applied");
    const planMs = quantile(
      Array.from({ length: planRuns }, () => terraform("plan", "-detailed-exitcode")),
      0.5,
    );
    report(`plan: ${rounded(planMs)} ms; of nothing: ${rounded(emptyMs)} ms`);
    return {
      plan_ratio: Math.round((planMs / (1.5 * emptyMs + 2_000)) * 100) / 100,
      plan_ms: rounded(planMs),
      empty_plan_ms: rounded(emptyMs),
      rss_mb: rounded(Math.max(...peaksKib(peakFile)) / 1024),
    };
  } finally {
    agent.kill();
  }
}

function peaksKib(file: string): readonly number[] {
  return readFileSync(file, "utf8").trim().split("\n").map(Number);
}

const configuration = `terraform {
  required_providers {
    mesh = { source = "meshwork/mesh" }
  }
}
resource "mesh_document" "mesh" {
  source = "mesh.hcl"
}
`;

async function handshakeMs(): Promise<number> {
  const startedAt = performance.now();
  const child = spawn(provider, [], {
    stdio: ["ignore", "pipe", "ignore"],
    env: {
      ...process.env,
      TF_PLUGIN_MAGIC_COOKIE: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
      PLUGIN_PROTOCOL_VERSIONS: "6",
      PLUGIN_CLIENT_CERT: createOwnCertificate(Date.now()).pem,
    },
  });
  await once(child.stdout, "data");
  const elapsedMs = performance.now() - startedAt;
  child.kill();
  await once(child, "close");
  return elapsedMs;
}

async function isThere(client: AgentClient): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const answer = await client.status().catch(() => undefined);
    if (answer) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("the agent did not start");
}

/** Milliseconds from the start of a program to its end. */
function timeOf(command: string, args: readonly string[], options: object = {}): number {
  const startedAt = performance.now();
  const { status, stderr } = spawnSync(command, args, { encoding: "utf8", maxBuffer: 2 ** 28, ...options });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${String(status)}:\n${stderr}`);
  return performance.now() - startedAt;
}
