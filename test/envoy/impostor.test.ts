/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { createServer as createClearServer } from "node:http";
import type { RequestListener, Server } from "node:http";
import { createServer } from "node:https";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createForeignAuthority, mintLeaf } from "../support/certificates.ts";
import type { TestIdentity } from "../support/certificates.ts";
import { CountingMesh, countingPath } from "../support/counting-mesh.ts";
import { request } from "../support/http-request.ts";
import { authorityOf, spiffeIdOf, trustDomain } from "../support/mesh-authority.ts";
import { TestSite } from "../support/test-site.ts";
import { until } from "../support/until.ts";

let site: TestSite;
let mesh: CountingMesh;

beforeAll(async () => {
  site = await TestSite.open();
  // counting has no sidecars: the tests stand at their address.
  mesh = await CountingMesh.start(site, { variables: { v2_percent: "0" }, sidecars: ["dashboard"] });
  await reportWell("counting-v1");
});

afterAll(() => site.dispose());

describe("1. Whoever listens at counting's address must be counting, or dashboard's sidecar refuses it", () => {
  type Impersonation = () => Promise<TestIdentity | "in clear">;

  interface Refusal {
    readonly name: string;
    readonly shows: Impersonation;
    /** In the log of dashboard's sidecar. */
    readonly reason: string;
  }

  const refusals: readonly Refusal[] = [
    {
      name: "a valid certificate of another service",
      shows: () => certificateOf("dashboard"),
      reason: "CERTIFICATE_VERIFY_FAILED:verify_cert_failed:_SAN_matcher",
    },
    {
      name: "a valid certificate of a service whose name begins like it",
      shows: () => certificateOf("counting-two"),
      reason: "CERTIFICATE_VERIFY_FAILED:verify_cert_failed:_SAN_matcher",
    },
    {
      name: "counting's id, signed by a foreign authority of the same name",
      shows: async () => mintLeaf(await createForeignAuthority(trustDomain), spiffeIdOf("counting")),
      reason: "CERTIFICATE_VERIFY_FAILED",
    },
    { name: "no certificate: HTTP in clear", shows: () => Promise.resolve("in clear"), reason: "TLS_error" },
  ];

  test.each(refusals)("$name", async ({ shows, reason }) => {
    const sidecar = mesh.sidecars.get("dashboard");
    const logged = sidecar?.stdout.length ?? 0;
    const { status, asked } = await callWhile(await shows());
    expect({ status, asked }).toEqual({ status: 503, asked: 0 });
    await until(`dashboard's sidecar logs ${reason}`, () => sidecar?.stdout.slice(logged).includes(reason));
  });

  test("counting's own certificate is accepted there: the refusals above are about identity alone", async () => {
    expect(await callWhile(await certificateOf("counting"))).toEqual({ status: 200, asked: 1 });
  });

  function certificateOf(service: string): Promise<TestIdentity> {
    return mintLeaf(authorityOf(site), spiffeIdOf(service));
  }

  /** One request of dashboard's program while somebody stands at counting's address; `asked` counts what reached them. */
  async function callWhile(
    shown: TestIdentity | "in clear",
  ): Promise<{ readonly status: number; readonly asked: number }> {
    let asked = 0;
    const answer: RequestListener = (_request, response) => {
      asked += 1;
      response.end("whoever");
    };
    const server =
      shown === "in clear"
        ? createClearServer(answer)
        : createServer({ ...shown, requestCert: true, rejectUnauthorized: true }, answer);
    await listen(server, mesh.ports.countingV1Sidecar);
    try {
      const { status } = await request({ port: mesh.ports.upstream, path: countingPath });
      return { status, asked };
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  function listen(server: Server, port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, "127.0.0.1", () => resolve());
    });
  }
});

/** Speaks for an instance's missing sidecar, and waits until the caller's knows. */
async function reportWell(instanceId: string): Promise<void> {
  const { instances } = await mesh.client.instances("counting");
  const checks = instances.find(({ id }) => id === instanceId)?.checks ?? [];
  await mesh.client.reportHealth(instanceId, {
    checks: checks.map(({ id }) => ({ id, status: "passing", output: "said by the test" })),
    lease_ms: 60_000,
  });
  // Nobody listens there yet: Envoy tries, and says so otherwise than when it has nowhere to try.
  await until("the caller's sidecar knows the instance", async () => {
    const { body } = await request({ port: mesh.ports.upstream, path: countingPath });
    return /connection/i.test(body) && !/no healthy upstream/.test(body);
  });
}
