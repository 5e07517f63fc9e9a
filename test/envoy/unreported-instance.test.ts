/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { createServer } from "node:http";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { AgentClient } from "../../src/client/agent-client.ts";
import { freePorts } from "../support/free-ports.ts";
import { request } from "../support/http-request.ts";
import { LiveMesh } from "../support/live-mesh.ts";
import { TestSite } from "../support/test-site.ts";
import { until } from "../support/until.ts";

let site: TestSite;
let mesh: LiveMesh;
let ports: readonly number[];

beforeAll(async () => {
  site = await TestSite.open();
  ports = await freePorts(7);
  const [spare = 0] = ports;
  await site.serve(
    createServer((_, response) => response.end("spare")),
    spare,
  );
  mesh = await LiveMesh.start(site, { document: documentWith(""), sidecars: ["web", "spare"] });
}, 30_000);

afterAll(() => site.dispose());

test("an instance without checks is taken for well as long as nobody has said a word of it", async () => {
  expect(await healthOfSilent()).toBe("passing");
  await until("it is tried", async () => /connect error/.test(await answered()));
});

test("its caller finds out by itself where it may, and the failover takes over", async () => {
  await mesh.apply(
    documentWith(`passive_health_check {
      interval             = "100ms"
      max_failures         = 2
      max_ejection_percent = 100
      base_ejection_time   = "5m"
    }`),
  );
  await until("spare takes over", async () => (await answered()) === "200 spare");
  for (let nth = 0; nth < 20; nth += 1) expect(await answered()).toBe("200 spare");
  await mesh.apply(documentWith(""));
  await until("it is tried again", async () => /connect error/.test(await answered()));
});

test("once it has been reported, silence is critical, and the failover takes over", async () => {
  const client = new AgentClient({ address: site.agentAddress });
  await client.reportHealth("silent", { checks: [], lease_ms: 1_000 });
  await until("spare takes over", async () => (await answered()) === "200 spare");
  expect(await healthOfSilent()).toBe("critical");
  for (let nth = 0; nth < 20; nth += 1) expect(await answered()).toBe("200 spare");
});

/** web calls silent, which has no checks and whose sidecar nobody starts, and which fails over to spare. */
function documentWith(config: string): string {
  const [spare, spareSidecar, web, webSidecar, silent, silentSidecar, upstream] = ports;
  return `
mesh { default_intention_policy = "allow" }
service "web" {
  port = ${web}
  instance "web" { sidecar_port = ${webSidecar} }
  upstream "silent" {
    local_bind_port = ${upstream}
    config {
      ${config}
    }
  }
}
service "silent" {
  port     = ${silent}
  protocol = "http"
  instance "silent" { sidecar_port = ${silentSidecar} }
}
service "spare" {
  port     = ${spare}
  protocol = "http"
  instance "spare" { sidecar_port = ${spareSidecar} }
}
resolver "silent" {
  failover "*" { service = "spare" }
}
`;
}

async function healthOfSilent(): Promise<string | undefined> {
  const { proxies } = await new AgentClient({ address: site.agentAddress }).status();
  return proxies.find(({ id }) => id === "silent-sidecar-proxy")?.health;
}

async function answered(): Promise<string> {
  const { status, body } = await request({ port: ports[6] ?? 0, path: "/" });
  return `${status} ${body}`;
}
