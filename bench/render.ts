import { spawnSync } from "node:child_process";
import { compile } from "../src/compile.ts";
import type { CompiledMesh } from "../src/compile.ts";
import { decodeDocuments } from "../src/config/decode-documents.ts";
import type { DecodedDocuments } from "../src/config/decode-documents.ts";
import type { Entry } from "../src/config/entry.ts";
import type { EntryKind } from "../src/config/schema.ts";
import type { SourceFile } from "../src/diagnostics/source-file.ts";
import { clusterLoadAssignment } from "../src/envoy/endpoint/cluster-load-assignment.ts";
import { renderEndpoints, renderProxies } from "../src/envoy/render-proxy.ts";
import type { RenderedProxy } from "../src/envoy/render-proxy.ts";
import type { Resource } from "../src/envoy/resource.ts";
import { indexEntries } from "../src/graph/link/entry-index.ts";
import { linkEntries } from "../src/graph/link-mesh.ts";
import type { CatalogView, InstanceHealth } from "../src/graph/mesh-graph.ts";
import { parseDocument } from "../src/language/parse-document.ts";
import { SnapshotBoard } from "../src/server/snapshot-board.ts";
import { quantile, rounded } from "./statistics.ts";
import { splitPosition, wideMesh, wideName, wideServiceFile } from "./wide-mesh.ts";
import type { WideService } from "./wide-mesh.ts";

/** What it costs to tell thousands of proxies what to do. Milliseconds are medians, with the 99th percentile beside. */
export interface RenderResult {
  /** From documents to the encoded resources of 3,000 proxies, checks included: a whole process, the fastest of several. */
  readonly cold_compile_s: number;
  /** The peak resident memory of that process, in millions of bytes. */
  readonly rss_mb: number;
  /** From the health of one instance to the encoded endpoints. */
  readonly endpoint_ms: number;
  readonly endpoint_p99_ms: number;
  /** From a changed entry to the encoded resources that it changes, in all proxies. */
  readonly intention_ms: number;
  readonly intention_p99_ms: number;
  readonly splitter_ms: number;
  readonly splitter_p99_ms: number;
  /** The same from the changed document, with every check of the mesh. */
  readonly intention_apply_ms: number;
  readonly splitter_apply_ms: number;
  /** The time for each proxy of 30,000 over that of 300, in a process of its own each, warm. */
  readonly flat_ratio: number;
  readonly proxies: number;
  /** Different ones, endpoints included. */
  readonly resources: number;
}

const services = 1_000;
const small = 100;
const large = 10_000;
const changes = 200;
const applies = 20;
const everybodyWell: CatalogView = { healthOf: () => "passing" };

export function run(report: (line: string) => void): RenderResult {
  const cold = fastest(Array.from({ length: 5 }, () => measured("cold", services)));
  report(`cold compile of ${cold.proxies} proxies: ${cold.seconds} s, ${cold.peakMb} MB`);
  const ofSmall = fastest(Array.from({ length: 3 }, () => measured("warm", small)));
  const ofLarge = fastest(Array.from({ length: 2 }, () => measured("warm", large)));
  for (const { proxies, seconds } of [ofSmall, ofLarge])
    report(`${proxies} proxies: ${(seconds / proxies) * 1000} ms each`);

  const endpoint = endpointChanges();
  report(`endpoint: ${spread(endpoint)}`);
  const intention = entryChanges("service-intentions", (change) => ({
    action: odd(change) ? "deny" : "allow",
  }));
  report(`intention: ${spread(intention)}`);
  const splitter = entryChanges("service-splitter", (change) => ({ share: odd(change) ? 20 : 10 }));
  report(`splitter: ${spread(splitter)}`);
  const intentionApply = documentChanges((change) => ({ action: odd(change) ? "deny" : "allow" }));
  report(`intention with all checks: ${spread(intentionApply)}`);
  const splitterApply = documentChanges((change) => ({ share: odd(change) ? 20 : 10 }));
  report(`splitter with all checks: ${spread(splitterApply)}`);
  return {
    cold_compile_s: cold.seconds,
    rss_mb: cold.peakMb,
    endpoint_ms: inHundredths(quantile(endpoint, 0.5)),
    endpoint_p99_ms: inHundredths(quantile(endpoint, 0.99)),
    intention_ms: rounded(quantile(intention, 0.5)),
    intention_p99_ms: rounded(quantile(intention, 0.99)),
    splitter_ms: rounded(quantile(splitter, 0.5)),
    splitter_p99_ms: rounded(quantile(splitter, 0.99)),
    intention_apply_ms: rounded(quantile(intentionApply, 0.5)),
    splitter_apply_ms: rounded(quantile(splitterApply, 0.5)),
    flat_ratio: inHundredths(ofLarge.seconds / ofLarge.proxies / (ofSmall.seconds / ofSmall.proxies)),
    proxies: cold.proxies,
    resources: cold.resources,
  };
}

interface Measured {
  readonly seconds: number;
  readonly peakMb: number;
  readonly proxies: number;
  readonly resources: number;
}

/** Of several: what others do on the machine only ever adds. */
function fastest(runs: readonly Measured[]): Measured {
  return runs.reduce((best, next) => (next.seconds < best.seconds ? next : best));
}

/** In a process of its own: this file, as it was bundled. */
function measured(temperature: "cold" | "warm", count: number): Measured {
  const program = `import(${JSON.stringify(import.meta.url)}).then((bench) => bench.measure("${temperature}", ${count}))`;
  const startedAt = performance.now();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    // The second is what the command asks V8 for at its start.
    ["--max-old-space-size=8192", "--semi-space-growth-factor=16", "--eval", program],
    {
      encoding: "utf8",
    },
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  if (status !== 0) throw new Error(`the measured process ended with ${String(status)}:\n${stderr}`);
  const found = JSON.parse(stdout) as Measured;
  return temperature === "cold" ? { ...found, seconds: Math.round(seconds * 1_000) / 1_000 } : found;
}

/** Run in a process of its own; warm, a mesh as large as a small one was compiled before, so that all code is ready. */
export function measure(temperature: "cold" | "warm", count: number): void {
  const warmUps = temperature === "warm" ? 10 : 0;
  for (let round = 0; round < warmUps; round += 1) fullCompile(wideMesh(small));
  const rounds = temperature === "warm" && count <= small ? 5 : 1;
  const files = Array.from({ length: rounds }, () => wideMesh(count));
  const startedAt = performance.now();
  const compiled = files.map(fullCompile);
  const seconds = (performance.now() - startedAt) / 1_000 / rounds;
  const peakMb = Math.round((process.resourceUsage().maxRSS * 1024) / 1e6);
  process.stdout.write(JSON.stringify({ seconds, peakMb, ...compiled[0] }));
}

function fullCompile(files: readonly SourceFile[]): Pick<Measured, "proxies" | "resources"> {
  const mesh = compiledMesh(files);
  const endpoints = renderEndpoints(mesh.graph, everybodyWell);
  const resources = new Set([...mesh.proxies.flatMap((proxy) => proxy.resources), ...endpoints.values()]);
  for (const resource of resources) resource.bytes();
  return { proxies: mesh.proxies.length, resources: resources.size };
}

/** The agent's board with a mesh in force, and instances that fall ill and recover one after the other. */
function endpointChanges(): readonly number[] {
  const mesh = compiledMesh(wideMesh(services));
  const health = new Map<string, InstanceHealth>();
  const catalog: CatalogView = { healthOf: ({ id }) => health.get(id) ?? "passing" };
  const board = new SnapshotBoard(catalog, { secretsOf: () => [] });
  board.commit(1, mesh);
  return timed(changes, (change) => {
    const service = wideName((change >> 1) % services);
    const id = `${service}-0`;
    health.set(id, odd(change) ? "passing" : "critical");
    board.refreshInstances(new Set([id]));
    const target = mesh.graph.targets.get(service);
    if (target) {
      clusterLoadAssignment({ target, viewpoint: undefined }, mesh.graph.settings, catalog).bytes();
    }
  });
}

/** One entry after the other is replaced; read and decoded before the clock runs. */
function entryChanges(kind: EntryKind, changeOf: (change: number) => WideService): readonly number[] {
  let decoded = decodedMesh(wideMesh(services));
  let proxies = renderedBy(decoded, new Map());
  const replacements = Array.from({ length: changes }, (_, change) => {
    const site = { position: splitPosition(change >> 1), services };
    const { entries } = decodedMesh([wideServiceFile(site, changeOf(change + 1))]);
    return entries.find((entry) => entry.kind === kind);
  });
  return timed(changes, (change) => {
    const replacement = replacements[change];
    if (!replacement) throw new Error(`the generated service has no ${kind}`);
    decoded = { ...decoded, entries: decoded.entries.map((entry) => replaced(entry, replacement)) };
    proxies = renderedBy(decoded, proxies);
  });
}

function replaced(entry: Entry, replacement: Entry): Entry {
  return entry.kind === replacement.kind && entry.name === replacement.name ? replacement : entry;
}

/** The whole way from documents, of which one changes. */
function documentChanges(changeOf: (change: number) => WideService): readonly number[] {
  let files = wideMesh(services);
  let proxies = encoded(compiledMesh(files).proxies, new Map());
  return timed(applies, (change) => {
    const site = { position: splitPosition(change), services };
    const file = wideServiceFile(site, changeOf(1));
    files = files.map((other) => (other.filename === file.filename ? file : other));
    proxies = encoded(compiledMesh(files).proxies, proxies);
  });
}

type ProxiesById = ReadonlyMap<string, RenderedProxy>;

function renderedBy(decoded: DecodedDocuments, before: ProxiesById): ProxiesById {
  return encoded(renderProxies(linkEntries(indexEntries(decoded))), before);
}

/** Encodes what proxies are told that they were not told before. */
function encoded(proxies: readonly RenderedProxy[], before: ProxiesById): ProxiesById {
  for (const proxy of proxies) {
    const known = before.get(proxy.id);
    if (known === proxy) continue;
    const held = new Set<Resource>(known?.resources);
    for (const resource of proxy.resources) if (!held.has(resource)) resource.bytes();
  }
  return new Map(proxies.map((proxy) => [proxy.id, proxy]));
}

function compiledMesh(files: readonly SourceFile[]): CompiledMesh {
  const { mesh } = compile([{ files, variables: new Map() }]);
  if (!mesh) throw new Error("the generated mesh has mistakes");
  return mesh;
}

function decodedMesh(files: readonly SourceFile[]): DecodedDocuments {
  return decodeDocuments(
    files.map((file) => parseDocument(file).value),
    new Map(),
  ).value;
}

/** Milliseconds of each; the first few are not counted, while the code gets ready. */
function timed(count: number, act: (index: number) => void): readonly number[] {
  const samples = Array.from({ length: count }, (_, index) => {
    const startedAt = performance.now();
    act(index);
    return performance.now() - startedAt;
  });
  return samples.slice(Math.floor(count / 10));
}

function odd(number: number): boolean {
  return number % 2 === 1;
}

function spread(samples: readonly number[]): string {
  return `median ${inHundredths(quantile(samples, 0.5))} ms, p99 ${inHundredths(quantile(samples, 0.99))} ms`;
}

function inHundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
