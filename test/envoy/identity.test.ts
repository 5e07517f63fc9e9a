/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { typeUrls } from "../../src/envoy/resource.ts";
import { CountingMesh, instances } from "../support/counting-mesh.ts";
import type { ExamplePorts } from "../support/example-document.ts";
import type { InstanceId } from "../support/counting-mesh.ts";
import { askEnvoy } from "../support/envoy-admin.ts";
import { outcomes } from "../support/load.ts";
import { spiffeIdOf } from "../support/mesh-authority.ts";
import { certificateShownAt } from "../support/shown-certificate.ts";
import { TestSite } from "../support/test-site.ts";
import { until } from "../support/until.ts";
import { askXds } from "../support/xds-client.ts";
import type { XdsAnswer } from "../support/xds-client.ts";

let site: TestSite;
let mesh: CountingMesh;

const sidecars: readonly { readonly instance: InstanceId; readonly port: keyof ExamplePorts }[] = [
  { instance: "dashboard", port: "dashboardSidecar" },
  { instance: "counting-v1", port: "countingV1Sidecar" },
  { instance: "counting-v2", port: "countingV2Sidecar" },
];

beforeAll(async () => {
  site = await TestSite.open();
  mesh = await CountingMesh.start(site, {
    variables: { v2_percent: "50" },
    agentFlags: ["-leaf-ttl", "6s"],
  });
});

afterAll(() => site.dispose());

describe("6. Identities: SPIFFE ids on ECDSA P-256, by SDS, renewed without a failed request", () => {
  test.each(sidecars)("$instance's sidecar shows its service's id", async ({ instance, port }) => {
    const shown = await certificateShownAt(mesh.ports[port]);
    expect(shown.subjectAltName).toBe(`URI:${spiffeIdOf(instances[instance])}`);
    expect(shown.publicKey.asymmetricKeyType).toBe("ec");
    expect(shown.publicKey.asymmetricKeyDetails).toMatchObject({ namedCurve: "prime256v1" });
  });

  test.each(sidecars)(
    "$instance's sidecar got its secrets by SDS; no dump shows key or token",
    async ({ instance }) => {
      const dump = await askEnvoy(await mesh.adminSocket(instance), "/config_dump?include_eds");
      const { configs } = JSON.parse(dump) as {
        readonly configs: readonly { readonly dynamic_active_secrets?: readonly DynamicSecret[] }[];
      };
      const secrets = configs.flatMap(({ dynamic_active_secrets = [] }) => dynamic_active_secrets);
      expect(secrets.map(({ name }) => name).sort()).toEqual(["trust-bundle", "workload-certificate"]);
      const certificate = secrets.find(({ name }) => name === "workload-certificate");
      expect(certificate?.secret.tls_certificate?.private_key).toEqual({ inline_string: "[redacted]" });
      expect(dump).not.toContain("PRIVATE KEY");
      expect(dump).not.toContain(Buffer.from("PRIVATE KEY").toString("base64").slice(0, 12));
      expect(dump).not.toContain(token());
    },
  );

  const streams: readonly {
    readonly name: string;
    readonly token: () => string | undefined;
    readonly answer: XdsAnswer;
  }[] = [
    {
      name: "without a token",
      token: () => undefined,
      answer: { kind: "refused", status: "UNAUTHENTICATED" },
    },
    {
      name: "with a wrong token",
      token: () => token().replace(/^./, (first) => (first === "A" ? "B" : "A")),
      answer: { kind: "refused", status: "UNAUTHENTICATED" },
    },
    {
      name: "with the token",
      token,
      answer: { kind: "resources", names: ["trust-bundle", "workload-certificate"] },
    },
  ];

  test.each(streams)("a stream $name asks for secrets", async ({ token: given, answer }) => {
    const presented = given();
    const request = {
      node: { id: "counting-v1-sidecar-proxy", cluster: "counting" },
      type_url: typeUrls.secret,
      resource_names_subscribe: ["workload-certificate", "trust-bundle"],
    };
    const question = { port: site.xdsPort, request, ...(presented !== undefined && { token: presented }) };
    expect(await askXds(question)).toEqual(answer);
  });

  test("what the agent remembers is its owner's alone", () => {
    for (const name of ["token", "authority-mesh.internal.json"]) {
      expect((statSync(join(site.stateFolder, name)).mode & 0o777).toString(8)).toBe("600");
    }
    expect((statSync(site.stateFolder).mode & 0o777).toString(8)).toBe("700");
  });

  test("a certificate of six seconds is renewed under load, twice and more, without a failed request", async () => {
    const load = mesh.load();
    const serials = new Set<string>();
    while (serials.size < 4) {
      const serial = await until("another certificate", async () => {
        const { serialNumber } = await certificateShownAt(mesh.ports.countingV1Sidecar);
        return serials.has(serialNumber) ? undefined : serialNumber;
      });
      serials.add(serial);
      await newConnections(10 * serials.size);
    }
    const records = await load.stop();
    expect(outcomes(records)).toEqual({ "200": records.length });
  }, 40_000);

  /** More callers at once than ever before: the sidecars need new connections, and so handshakes, between them. */
  async function newConnections(callers: number): Promise<void> {
    const burst = mesh.load({ concurrency: callers, pauseMs: 0 });
    await until("a burst of requests", () => burst.records.length >= 5 * callers);
    const records = await burst.stop();
    expect(outcomes(records)).toEqual({ "200": records.length });
  }
});

interface DynamicSecret {
  readonly name: string;
  readonly secret: { readonly tls_certificate?: { readonly private_key: object } };
}

function token(): string {
  return readFileSync(join(site.stateFolder, "token"), "utf8").trim();
}
