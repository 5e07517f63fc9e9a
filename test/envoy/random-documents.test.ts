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
import { knownFields, randomDocument } from "../support/random-documents/random-document.ts";
import type { RandomDocument, RandomDocumentOptions } from "../support/random-documents/random-document.ts";
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
  const documents: RandomDocument[] = [];

  test(`passes envoy --mode validate without a warning: ${count} documents`, async () => {
    for (let first = 0; first < count; first += meshesPerEnvoy) {
      let port = 10_000;
      const takePort = (): number => (port += 1);
      const batch = Array.from({ length: Math.min(meshesPerEnvoy, count - first) }, (_, index) =>
        randomDocument(firstSeed + first + index, { ...options, takePort }),
      );
      documents.push(...batch);
      for (const proxies of onDifferentMachines(batch.flatMap(proxiesOf)))
        if ((await complaints(proxies)).length > 0) await blame(batch);
    }
    expect(documents).toHaveLength(count);
  }, 3_000_000);

  test("shows every field that has an effect", () => {
    const shown = new Set(documents.flatMap(({ items }) => fieldsOf(items)));
    expect(knownFields().filter((field) => !shown.has(field))).toEqual([]);
  });
});

test(`a running Envoy refuses none of ${appliedCount} meshes that follow one another`, async () => {
  const ports = [...(await freePorts(appliedCount * 60))];
  const takePort = (): number => {
    const port = ports.pop();
    if (port === undefined) throw new Error("a document has more ports than were set aside");
    return port;
  };
  const withoutFields = ["mesh.trust_domain", "mesh.datacenter"];
  const next = (index: number): RandomDocument =>
    randomDocument(firstSeed + index, { ...options, takePort, withoutFields });
  await LiveMesh.start(site, { document: next(0).text, sidecars: ["a"] });
  const client = new AgentClient({ address: site.agentAddress });
  for (let index = 1; index < appliedCount; index += 1) {
    const { seed, text } = next(index);
    const { revision: base_revision } = await client.status();
    const document = { filename: "mesh.hcl", text };
    const outcome = await client.apply("default", { documents: [document], variables: [], base_revision });
    if (outcome.kind !== "applied") throw new Error(`MESH_SEED=${seed}: ${JSON.stringify(outcome)}\n${text}`);
    const { settled, proxies } = await client.revision(outcome.revision, 15_000);
    const rejections = proxies.flatMap(({ rejection }) => rejection ?? []);
    if (!settled || rejections.length > 0)
      throw new Error(`MESH_SEED=${seed}: ${JSON.stringify({ settled, rejections }, undefined, 1)}\n${text}`);
  }
}, 300_000);

function proxiesOf({ seed, mesh }: RandomDocument): readonly MergedProxy[] {
  const endpoints = renderEndpoints(mesh.graph, { healthOf: () => "passing" });
  return mesh.proxies.map((proxy) => ({
    prefix: `${seed}/${proxy.id}/`,
    proxy,
    endpoints: proxy.viewKeys.flatMap((key) => endpoints.get(key) ?? []),
    identity,
  }));
}

/** The instances of a service listen on the same ports of different machines: one Envoy cannot play two of them. */
function onDifferentMachines(proxies: readonly MergedProxy[]): readonly (readonly MergedProxy[])[] {
  const machines = ["", "1", "2"].map((machine) =>
    proxies.filter(({ proxy }) => proxy.instance.id.slice(1) === machine),
  );
  return machines.filter((machine) => machine.length > 0);
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
  const found = `${stdout}${stderr}`
    .split("\n")
    .filter((line) => /\[(warning|error|critical)\]/.test(line) && !isOfValidationOnly(line));
  return code === 0 || found.length > 0 ? found : [`it ended with ${code}: ${stdout}${stderr}`];
}

/** Keys that are fetched at once are so here too, where no cluster works. */
function isOfValidationOnly(line: string): boolean {
  return /jwks_(async_)?fetcher/.test(line);
}

/** Asks once more, document by document and proxy by proxy: whole meshes together complain too long. */
async function blame(batch: readonly RandomDocument[]): Promise<void> {
  const found: string[] = [];
  for (const document of batch)
    for (const proxy of proxiesOf(document))
      for (const complaint of await complaints([proxy]))
        found.push(`MESH_SEED=${document.seed} ${proxy.proxy.id}: ${shortened(complaint)}`);
  writeFileSync("/tmp/brief/l-found.txt", found.join("\n") + "\n", { flag: "a" });
  for (const d of batch) writeFileSync(`/tmp/brief/l-${d.seed}.hcl`, d.text);
  if (found.length > 0 && !process.env["MESH_GO_ON"]) throw new Error(found.join("\n"));
}

/** Envoy repeats the whole of a message that it refuses. */
function shortened(complaint: string): string {
  return complaint.length <= 1_000 ? complaint : `${complaint.slice(0, 500)} … ${complaint.slice(-500)}`;
}
