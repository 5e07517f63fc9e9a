/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { AuthorityState } from "../../src/ca/authority-state.ts";
import { compilePath } from "../../src/documents/compile-path.ts";
import { renderEndpoints } from "../../src/envoy/render-proxy.ts";
import { trustBundleResource, workloadCertificateResource } from "../../src/envoy/secret/render-secrets.ts";
import { staticBootstrap } from "../../src/envoy/static-bootstrap.ts";
import { createForeignAuthority, mintLeaf } from "../support/certificates.ts";
import type { ChildProgram } from "../support/child-program.ts";
import { countingPath, envoyArguments } from "../support/counting-mesh.ts";
import { envoyPath } from "../support/envoy-binary.ts";
import { copyExample } from "../support/example-document.ts";
import type { ExampleDocument } from "../support/example-document.ts";
import { NoAnswer, request } from "../support/http-request.ts";
import type { Answer } from "../support/http-request.ts";
import { spiffeIdOf, trustDomain } from "../support/mesh-authority.ts";
import { TestSite } from "../support/test-site.ts";
import { until } from "../support/until.ts";

let site: TestSite;
let example: ExampleDocument;
let authority: AuthorityState;

beforeAll(async () => {
  site = await TestSite.open();
  example = await copyExample(join(site.folder, "example"));
  authority = await createForeignAuthority(trustDomain);
  const flags = ["--port", `${example.ports.countingV1}`];
  const counting = site.start({
    name: "counting",
    command: process.execPath,
    args: [join(example.folder, "counting.mjs"), ...flags],
  });
  await counting.says(/listens on/);
});

afterAll(() => site.dispose());

describe("1. A route without its authorization override answers 403", () => {
  test("with the override, dashboard is answered", async () => {
    const envoy = await startCountingSidecar((bootstrap) => bootstrap);
    expect(await callAsDashboard()).toMatchObject({ status: 200 });
    await envoy.stop();
  });

  test("without it, dashboard is refused by the listener's own rule", async () => {
    const envoy = await startCountingSidecar((bootstrap) => without("typed_per_filter_config", bootstrap));
    expect(await callAsDashboard()).toMatchObject({ status: 403, body: "RBAC: access denied" });
    const [log] = await envoy.says(/^\{.*"status":403.*$/m);
    expect(JSON.parse(log)).toMatchObject({
      details: "rbac_access_denied_matched_policy[no-route-override]",
      caller: spiffeIdOf("dashboard"),
    });
    await envoy.stop();
  });
});

/** Envoy with everything that counting-v1's sidecar would be told, inlined and changed. */
async function startCountingSidecar(change: (bootstrap: object) => object): Promise<ChildProgram> {
  const { mesh } = compilePath({ path: example.path, variableFlags: [], environmentVariables: new Map() });
  const proxy = mesh?.proxies.find(({ instance }) => instance.id === "counting-v1");
  if (!mesh || !proxy) throw new Error("the example declares no counting-v1");
  const own = await mintLeaf(authority, proxy.spiffeId);
  const endpoints = renderEndpoints(mesh.graph, { healthOf: () => "passing" });
  const secrets = [
    workloadCertificateResource({ certificateChainPem: own.cert, privateKeyPem: own.key }),
    trustBundleResource([own.ca]),
  ];
  const bootstrap = staticBootstrap(
    proxy,
    { endpoints: [...endpoints.values()], secrets },
    { datacenter: "dc1", adminSocketPath: join(site.folder, "admin.sock") },
  );
  const path = join(site.folder, "bootstrap.json");
  writeFileSync(path, JSON.stringify(change(bootstrap)));
  return site.start({
    name: "envoy",
    command: await envoyPath(),
    args: [
      "--config-path",
      path,
      "--disable-hot-restart",
      "--log-level",
      "warning",
      "--file-flush-interval-msec",
      "50",
      ...envoyArguments,
    ],
  });
}

/** Waits for Envoy to listen. */
async function callAsDashboard(): Promise<Answer> {
  const { cert, key, ca } = await mintLeaf(authority, spiffeIdOf("dashboard"));
  return until("counting's sidecar answers", async () => {
    try {
      return await request({
        port: example.ports.countingV1Sidecar,
        path: countingPath,
        tls: { cert, key, ca },
      });
    } catch (cause) {
      if (cause instanceof NoAnswer) return undefined;
      throw cause;
    }
  });
}

/** The value without every field of that name, at any depth. */
function without(field: string, value: object): object {
  return JSON.parse(
    JSON.stringify(value, (key, item: unknown) => (key === field ? undefined : item)),
  ) as object;
}
