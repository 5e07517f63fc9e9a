/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { createServer } from "node:http";
import * as https from "node:https";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { AgentClient } from "../../src/client/agent-client.ts";
import { mintLeaf } from "../support/certificates.ts";
import { freePorts } from "../support/free-ports.ts";
import { request } from "../support/http-request.ts";
import { LiveMesh } from "../support/live-mesh.ts";
import { authorityOf, spiffeIdOf } from "../support/mesh-authority.ts";
import { TestSite } from "../support/test-site.ts";
import { until } from "../support/until.ts";

const agreed = "ECDHE-ECDSA-CHACHA20-POLY1305";
const other = "ECDHE-ECDSA-AES128-GCM-SHA256";

let site: TestSite;
const ports = { api: 0, upstream: 0, elsewhere: 0, elsewhereUpstream: 0 };

/** web calls api, and elsewhere, whose sidecar is played by the test. */
beforeAll(async () => {
  site = await TestSite.open();
  const [idle, webSidecar, application = 0, idleToo, ...others] = await freePorts(8);
  const [api = 0, upstream = 0, elsewhere = 0, elsewhereUpstream = 0] = others;
  Object.assign(ports, { api, upstream, elsewhere, elsewhereUpstream });
  await site.serve(
    createServer((_, response) => response.end("api")),
    application,
  );
  const parameters = `tls_min_version = "TLSv1_2"
      tls_max_version = "TLSv1_2"
      cipher_suites   = ["${agreed}"]`;
  const document = `
mesh {
  default_intention_policy = "allow"
  tls {
    incoming {
      ${parameters}
    }
    outgoing {
      ${parameters}
    }
  }
}
service "web" {
  port = ${idle}
  instance "web" { sidecar_port = ${webSidecar} }
  upstream "api" { local_bind_port = ${upstream} }
  upstream "elsewhere" { local_bind_port = ${elsewhereUpstream} }
}
service "api" {
  port     = ${application}
  protocol = "http"
  instance "api" { sidecar_port = ${api} }
}
service "elsewhere" {
  port     = ${idleToo}
  protocol = "http"
  instance "elsewhere" { sidecar_port = ${elsewhere} }
}
`;
  await LiveMesh.start(site, { document, sidecars: ["web", "api"] });
  const client = new AgentClient({ address: site.agentAddress });
  await client.reportHealth("elsewhere", { checks: [], lease_ms: 600_000 });
}, 30_000);

afterAll(() => site.dispose());

describe("the versions and cipher suites that the mesh asks for", () => {
  test("are spoken between sidecars", async () => {
    const answer = await until("api is well", async () => {
      const answered = await request({ port: ports.upstream, path: "/" });
      return answered.status === 200 && answered;
    });
    expect(answer.body).toBe("api");
  });

  test("are spoken by a caller of its own", async () => {
    expect(await direct({ ciphers: agreed, maxVersion: "TLSv1.2" })).toBe(200);
  });

  test.each([
    ["another suite", { ciphers: other, maxVersion: "TLSv1.2" }, /handshake failure/],
    ["a newer version alone", { minVersion: "TLSv1.3" }, /protocol version/],
  ] as const)("refuse a caller with %s", async (_, parameters, reason) => {
    await expect(direct(parameters)).rejects.toThrow(reason);
  });

  test.each([
    ["the same suite", { ciphers: agreed, maxVersion: "TLSv1.2" }, 200],
    ["another suite", { ciphers: other, maxVersion: "TLSv1.2" }, 503],
    ["a newer version alone", { minVersion: "TLSv1.3" }, 503],
  ] as const)("meet a callee with %s: %#", async (_, parameters, status) => {
    const identity = await mintLeaf(authorityOf(site), spiffeIdOf("elsewhere"));
    const shown = { ...identity, ...parameters, requestCert: true, rejectUnauthorized: true };
    let attempts = 0;
    const server = https
      .createServer(shown, (_request, response) => response.end("elsewhere"))
      .on("connection", () => (attempts += 1));
    await site.serve(server, ports.elsewhere);
    const answer = await until("web's sidecar tries", async () => {
      const answered = await request({ port: ports.elsewhereUpstream, path: "/" });
      return attempts > 0 && answered;
    });
    expect(answer.status).toBe(status);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});

/** The status of a request to api's sidecar by whoever has web's certificate. */
async function direct(
  parameters: Pick<https.RequestOptions, "ciphers" | "minVersion" | "maxVersion">,
): Promise<number> {
  const { cert, key, ca } = await mintLeaf(authorityOf(site), spiffeIdOf("web"));
  const { status } = await request({ port: ports.api, path: "/", tls: { cert, key, ca, ...parameters } });
  return status;
}
