/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { AuthorityState } from "../../src/ca/authority-state.ts";
import type { CompiledMesh } from "../../src/compile.ts";
import { renderEndpoints } from "../../src/envoy/render-proxy.ts";
import { trustBundleResource, workloadCertificateResource } from "../../src/envoy/secret/render-secrets.ts";
import { staticBootstrap } from "../../src/envoy/static-bootstrap.ts";
import { createForeignAuthority, mintLeaf } from "../support/certificates.ts";
import { compileDocuments } from "../support/check-document.ts";
import type { ChildProgram } from "../support/child-program.ts";
import { envoyArguments } from "../support/counting-mesh.ts";
import { envoyPath } from "../support/envoy-binary.ts";
import { freePorts } from "../support/free-ports.ts";
import { request } from "../support/http-request.ts";
import { trustDomain } from "../support/mesh-authority.ts";
import { TestSite } from "../support/test-site.ts";

/** Authorities of one trust domain: the one that is leaving, the one that comes, and one of nobody's. */
const names = ["old", "new", "foreign"] as const;
type Name = (typeof names)[number];

let site: TestSite;
let mesh: CompiledMesh;
let upstreamPort = 0;
const authorities = new Map<Name, AuthorityState>();

beforeAll(async () => {
  site = await TestSite.open();
  for (const name of names) authorities.set(name, await createForeignAuthority(trustDomain));
  const [webPort, webSidecar, apiPort = 0, apiSidecar, upstream = 0] = await freePorts(5);
  upstreamPort = upstream;
  await site.serve(
    createServer((_, response) => response.end("api")),
    apiPort,
  );
  const compiled = compileDocuments(`
service "web" {
  port = ${webPort}
  instance "web" { sidecar_port = ${webSidecar} }
  upstream "api" { local_bind_port = ${upstream} }
}
service "api" {
  port     = ${apiPort}
  protocol = "http"
  instance "api" { sidecar_port = ${apiSidecar} }
}
intentions "api" {
  source "web" { action = "allow" }
}
`);
  if (!compiled.mesh) throw new Error(JSON.stringify(compiled.diagnostics));
  mesh = compiled.mesh;
});

afterAll(() => site.dispose());

describe("While a root is replaced, each side trusts the old one and the new one", () => {
  interface Row {
    /** Whose certificate the caller's and the callee's sidecar show. */
    readonly web: Name;
    readonly api: Name;
    /** Whose certificates each of the two trusts. */
    readonly trusts: readonly Name[];
    readonly status: number;
  }
  const both = ["old", "new"] as const;
  const rows: readonly Row[] = [
    { web: "old", api: "old", trusts: both, status: 200 },
    { web: "old", api: "new", trusts: both, status: 200 },
    { web: "new", api: "old", trusts: both, status: 200 },
    { web: "new", api: "new", trusts: both, status: 200 },
    { web: "old", api: "new", trusts: ["old"], status: 503 },
    { web: "new", api: "old", trusts: ["old"], status: 503 },
    { web: "foreign", api: "old", trusts: both, status: 503 },
    { web: "old", api: "foreign", trusts: both, status: 503 },
  ];

  test.each(rows)("web with $web calls api with $api, both trust $trusts: $status", async (row) => {
    const envoys = [
      await startSidecar("api", { shows: row.api, trusts: row.trusts }),
      await startSidecar("web", { shows: row.web, trusts: row.trusts }),
    ];
    const answer = await request({ port: upstreamPort, path: "/" });
    expect(answer).toMatchObject({
      status: row.status,
      body: row.status === 200 ? "api" : expect.stringMatching(/CERTIFICATE_VERIFY_FAILED|UNKNOWN_CA|reset/),
    });
    for (const envoy of envoys) await envoy.stop();
  });
});

interface Identity {
  readonly shows: Name;
  readonly trusts: readonly Name[];
}

/** Envoy with everything that a service's sidecar would be told, secrets included. */
async function startSidecar(service: string, { shows, trusts }: Identity): Promise<ChildProgram> {
  const proxy = mesh.proxies.find((candidate) => candidate.service === service);
  if (!proxy) throw new Error(`no proxy of ${service}`);
  const { cert, key } = await mintLeaf(authority(shows), proxy.spiffeId);
  const bootstrap = staticBootstrap(
    proxy,
    {
      endpoints: [...renderEndpoints(mesh.graph, { healthOf: () => "passing" }).values()],
      secrets: [
        workloadCertificateResource({ certificateChainPem: cert, privateKeyPem: key }),
        trustBundleResource(trusts.map((name) => authority(name).root.certificatePem)),
      ],
    },
    { datacenter: "dc1", adminSocketPath: join(site.folder, `${service}.sock`) },
  );
  const path = join(site.folder, `${service}.json`);
  writeFileSync(path, JSON.stringify(bootstrap));
  const flags = ["--disable-hot-restart", "--log-level", "info", ...envoyArguments];
  const envoy = site.start({
    name: `${service}'s sidecar`,
    command: await envoyPath(),
    args: ["--config-path", path, ...flags],
  });
  await envoy.says(/starting workers/);
  return envoy;
}

function authority(name: Name): AuthorityState {
  const found = authorities.get(name);
  if (!found) throw new Error(`no authority ${name}`);
  return found;
}
