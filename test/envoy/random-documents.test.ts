/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { AgentClient } from "../../src/client/agent-client.ts";
import { renderEndpoints } from "../../src/envoy/render-proxy.ts";
import { createForeignAuthority, mintLeaf } from "../support/certificates.ts";
import type { TestIdentity } from "../support/certificates.ts";
import { mergedBootstrap } from "../support/differential/merged-bootstrap.ts";
import type { MergedProxy } from "../support/differential/merged-bootstrap.ts";
import { envoyPath } from "../support/envoy-binary.ts";
import { freePorts } from "../support/free-ports.ts";
import { LiveMesh } from "../support/live-mesh.ts";
import { trustDomain } from "../support/mesh-authority.ts";
import { fieldsOf } from "../support/random-documents/document-tree.ts";
import { randomDocument } from "../support/random-documents/random-document.ts";
import type { RandomDocument, RandomDocumentOptions } from "../support/random-documents/random-document.ts";
import { knownFields } from "../support/random-documents/schema-walk.ts";
import { TestSite } from "../support/test-site.ts";
import { TokenIssuer } from "../support/token-issuer.ts";

/** Other documents than the usual ones: `MESH_SEED=1000 MESH_COUNT=2000`. A failure tells its seed. */
const firstSeed = Number(process.env["MESH_SEED"] ?? 1);
const count = Number(process.env["MESH_COUNT"] ?? 150);
const appliedCount = Math.min(count, Number(process.env["MESH_APPLIED"] ?? 30));
const meshesPerEnvoy = 15;

const certificateVariable = "MESH_TEST_CERTIFICATE";

let site: TestSite;
let identity: TestIdentity;
let options: Omit<RandomDocumentOptions, "takePort">;

beforeAll(async () => {
  identity = await mintLeaf(await createForeignAuthority(trustDomain), `spiffe://${trustDomain}/any`);
  process.env[certificateVariable] = identity.ca;
  site = await TestSite.open();
  const { keySet } = new TokenIssuer("key");
  const file = (name: string, text: string): string => {
    const path = join(site.folder, name);
    writeFileSync(path, text);
    return path;
  };
  options = {
    keySet,
    keySetFile: file("keys.json", keySet),
    certificate: identity.ca,
    certificateFile: file("root.pem", identity.ca),
    certificateVariable,
  };
});

afterAll(async () => {
  Reflect.deleteProperty(process.env, certificateVariable);
  await site.dispose();
});

describe("what a random valid document renders to", () => {
  const shown = new Set<string>();

  const unseen = (): readonly string[] => knownFields().filter((field) => !shown.has(field));

  test(`passes envoy --mode validate without a warning: ${count} documents, or more until every field was in one`, async () => {
    for (
      let first = 0;
      first < count || (first < 5 * count && unseen().length > 0);
      first += meshesPerEnvoy
    ) {
      const batch = documentsFrom(firstSeed + first, Math.min(meshesPerEnvoy, count));
      for (const field of batch.flatMap(({ items }) => fieldsOf(items))) shown.add(field);
      const refusal = await firstRefusal(batch);
      if (refusal !== undefined) throw new Error(await blamed(batch, refusal));
    }
  }, 3_000_000);

  test("shows every field that has an effect", () => {
    expect(unseen()).toEqual([]);
  });
});

/** Documents that share an Envoy, and therefore its ports. */
function documentsFrom(first: number, length: number): readonly RandomDocument[] {
  const takePort = portsApart();
  return Array.from({ length }, (_, index) => randomDocument(first + index, { ...options, takePort }));
}

/** An exposed check listens 500 above its sidecar: of each thousand ports, the upper half is left to those. */
function isLowerHalf(port: number): boolean {
  return port % 1_000 < 490;
}

function portsApart(): () => number {
  let port = 10_000;
  return () => {
    do port += 1;
    while (!isLowerHalf(port));
    return port;
  };
}

test(`a running Envoy refuses none of ${appliedCount} meshes that follow one another`, async () => {
  const takePort = portsInTurn((await freePorts(1_700)).filter(isLowerHalf));
  // Who is who stays as it is in a mesh that runs.
  const withoutFields = ["mesh.trust_domain", "mesh.datacenter"];
  const applicable = (seed: number) => randomDocument(seed, { ...options, takePort, withoutFields });
  await LiveMesh.start(site, { document: applicable(firstSeed).text, sidecars: ["a"] });
  for (let index = 1; index < appliedCount; index += 1) {
    const seed = firstSeed + index;
    const first = await apply(applicable(seed));
    // Whatever else runs on the machine may have taken a port since it was found free.
    const said = first.includes("Address already in use") ? await apply(applicable(seed)) : first;
    expect(`MESH_SEED=${seed} ${said}`).toBe(`MESH_SEED=${seed} acknowledged`);
  }
}, 3_000_000);

/** When a port comes again, the document that had it before is no longer in force. */
function portsInTurn(ports: readonly number[]): () => number {
  let taken = 0;
  return () => {
    taken += 1;
    return ports[taken % ports.length] ?? 0;
  };
}

/** "acknowledged", or whatever was said instead. */
async function apply({ text }: RandomDocument): Promise<string> {
  const client = new AgentClient({ address: site.agentAddress });
  const { revision: base_revision } = await client.status();
  const document = { filename: "mesh.hcl", text };
  const outcome = await client.apply("default", { documents: [document], variables: [], base_revision });
  if (outcome.kind !== "applied") return `${JSON.stringify(outcome)} of\n${text}`;
  const { settled, proxies } = await client.revision(outcome.revision, 15_000);
  const rejections = proxies.flatMap(({ rejection }) => rejection ?? []);
  return settled && rejections.length === 0
    ? "acknowledged"
    : `${JSON.stringify({ settled, rejections }, undefined, 1)} of\n${text}`;
}

function proxiesOf({ seed, mesh }: RandomDocument): readonly MergedProxy[] {
  const endpoints = renderEndpoints(mesh.graph, { healthOf: () => "passing" });
  return mesh.proxies.map((proxy) => ({
    prefix: `${seed}/${proxy.id}/`,
    proxy,
    endpoints: proxy.viewKeys.flatMap((key) => endpoints.get(key) ?? []),
    identity,
  }));
}

async function firstRefusal(documents: readonly RandomDocument[]): Promise<string | undefined> {
  for (const proxies of sharingAnEnvoy(documents)) {
    const [complaint] = await complaints(proxies);
    if (complaint !== undefined) return complaint;
  }
  return undefined;
}

/**
 * One Envoy cannot play the instances of one service, which listen on the same ports of different machines, nor
 * services that do so by default.
 */
function sharingAnEnvoy(documents: readonly RandomDocument[]): readonly (readonly MergedProxy[])[] {
  const isSharing = ({ items }: RandomDocument): boolean =>
    !fieldsOf(items).includes("ProxyDefaultsConfig.bind_port");
  const proxies = documents.filter(isSharing).flatMap(proxiesOf);
  const machines = ["", "1", "2"].map((machine) =>
    proxies.filter(({ proxy }) => proxy.instance.id.slice(1) === machine),
  );
  const alone = documents.filter((document) => !isSharing(document)).flatMap(proxiesOf);
  return [...machines.filter((machine) => machine.length > 0), ...alone.map((proxy) => [proxy])];
}

/** What Envoy has to say against the proxies; nothing when it accepts them. */
async function complaints(proxies: readonly MergedProxy[]): Promise<readonly string[]> {
  const path = join(site.folder, "random.json");
  writeFileSync(path, JSON.stringify(mergedBootstrap(proxies, join(site.folder, "admin.sock"))));
  const envoy = site.start({
    name: "envoy --mode validate",
    command: await envoyPath(),
    args: ["--mode", "validate", "--disable-hot-restart", "--log-level", "warning", "--config-path", path],
  });
  const { code, stdout, stderr } = await site.finish(envoy);
  const output = `${stdout}${stderr}`;
  const found = output
    .split(/\n(?=\[\d{4}-)/)
    .filter((entry) => /\]\[(warning|error|critical)\]/.test(entry) && !isOfValidationOnly(entry));
  return code === 0 || found.length > 0 ? found : [`it ended with ${code}: ${output}`];
}

/** Keys that are fetched at once are so here too, where no cluster works. */
function isOfValidationOnly(entry: string): boolean {
  return /jwks_(async_)?fetcher/.test(entry);
}

/** Asks once more, proxy by proxy, since whole meshes together do not tell whose the mistake is. */
async function blamed(batch: readonly RandomDocument[], refusal: string): Promise<string> {
  for (const document of batch)
    for (const merged of proxiesOf(document)) {
      const [complaint] = await complaints([merged]);
      if (complaint === undefined) continue;
      return `MESH_SEED=${document.seed} ${merged.proxy.id}: ${shortened(complaint)}\n${document.text}`;
    }
  return `only together, from MESH_SEED=${batch[0]?.seed}: ${shortened(refusal)}`;
}

/** Envoy repeats the whole of a message that it refuses. */
function shortened(complaint: string): string {
  const text = complaint.replace(/\s+/g, " ");
  return text.length <= 1_000 ? text : `${text.slice(0, 300)} … ${text.slice(-700)}`;
}
