/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { createServer } from "node:https";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { AgentClient } from "../../src/client/agent-client.ts";
import { mintLeaf } from "../support/certificates.ts";
import { freePorts } from "../support/free-ports.ts";
import { request } from "../support/http-request.ts";
import { LiveMesh } from "../support/live-mesh.ts";
import { authorityOf, spiffeIdOf } from "../support/mesh-authority.ts";
import { TestSite } from "../support/test-site.ts";
import { until } from "../support/until.ts";

/** Services that lead to another one, each in its way; all four are asked for through web's sidecar. */
const ways = ["plain", "split", "redirected", "failing"] as const;

let site: TestSite;
/** Where the sidecar of every way's target would listen: the test stands there. */
let targetPort = 0;
const upstreams = new Map<string, number>();

beforeAll(async () => {
  site = await TestSite.open();
  const ports = [...(await freePorts(15))];
  const next = (): number => ports.shift() ?? 0;
  targetPort = next();
  for (const way of ways) upstreams.set(way, next());
  const upstream = (way: string): string =>
    `upstream "${way === "plain" ? "target" : way}" { local_bind_port = ${upstreams.get(way) ?? 0} }`;
  // Nobody listens at the applications' ports, nor at the sidecars' of services that lead elsewhere.
  const service = (name: string, sidecarPort = next(), body = ""): string => `service "${name}" {
  port     = ${next()}
  protocol = "http"
  instance "${name}" { sidecar_port = ${sidecarPort} }
  ${body}
}`;
  const document = `
${service("web", next(), ways.map(upstream).join("\n  "))}
${service("target", targetPort)}
${ways
  .slice(1)
  .map((way) => service(way, next(), 'check "tcp" { id = "up" }'))
  .join("\n")}
splitter "split" {
  split {
    weight  = 100
    service = "target"
  }
}
resolver "redirected" {
  redirect { service = "target" }
}
resolver "failing" {
  failover "*" { service = "target" }
}
`;
  await LiveMesh.start(site, { document, sidecars: ["web"] });
  const client = new AgentClient({ address: site.agentAddress });
  await client.reportHealth("target", { checks: [], lease_ms: 600_000 });
  await client.reportHealth("failing", {
    checks: [{ id: "up", status: "critical", output: "said by the test" }],
    lease_ms: 600_000,
  });
});

afterAll(() => site.dispose());

describe("6. Whichever way led there, the other side must be the service that the way ends at", () => {
  test.each(ways)("%s: the target itself is accepted", async (way) => {
    expect(await callWhile("target", way)).toBe(200);
  });

  test.each(["split", "redirected", "failing"] as const)(
    "%s: the service that was asked for is none the less refused",
    async (way) => {
      expect(await callWhile(way, way)).toBe(503);
    },
  );

  test("plain: another service is refused", async () => {
    expect(await callWhile("split", "plain")).toBe(503);
  });
});

/** What web hears while somebody with that service's certificate stands at the target's address. */
async function callWhile(service: string, way: string): Promise<number> {
  let handshakes = 0;
  const identity = await mintLeaf(authorityOf(site), spiffeIdOf(service));
  const server = createServer({ ...identity, requestCert: true, rejectUnauthorized: true }, (_, response) =>
    response.end("whoever"),
  ).on("connection", () => (handshakes += 1));
  await new Promise<void>((resolve) => server.listen(targetPort, "127.0.0.1", resolve));
  try {
    return await until("the sidecar tries", async () => {
      const { status } = await request({ port: upstreams.get(way) ?? 0, path: "/" });
      // Before it knows of the target it answers without a try.
      return handshakes > 0 && status;
    });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
