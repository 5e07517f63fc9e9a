/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { createServer } from "node:http";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { freePorts } from "../support/free-ports.ts";
import { request } from "../support/http-request.ts";
import { LiveMesh } from "../support/live-mesh.ts";
import { TestSite } from "../support/test-site.ts";
import { until } from "../support/until.ts";

const callees = ["a", "b", "c"] as const;
type Places = Readonly<Record<(typeof callees)[number], number>>;

let site: TestSite;
let mesh: LiveMesh;
/** web's own, then those of the callees' applications and sidecars. */
let ports: readonly number[];
let [first, second, third, fourth] = [0, 0, 0, 0];

/** web calls a, b and c, each through an upstream of its own. */
beforeAll(async () => {
  site = await TestSite.open();
  ports = await freePorts(2 + 2 * callees.length);
  [first = 0, second = 0, third = 0, fourth = 0] = await freePorts(4);
  for (const [index, name] of callees.entries())
    await site.serve(
      createServer((_, response) => response.end(name)),
      ports[2 + index] ?? 0,
    );
  const document = documentWith({ a: first, b: second, c: third });
  mesh = await LiveMesh.start(site, { document, sidecars: ["web", ...callees] });
}, 30_000);

afterAll(() => site.dispose());

test.each<readonly [string, () => Places]>([
  ["two change places", () => ({ a: second, b: first, c: third })],
  ["all three go round", () => ({ a: third, b: second, c: first })],
  ["each follows the next, and the last finds a new place", () => ({ a: second, b: fourth, c: third })],
  ["one moves to a new place alone", () => ({ a: first, b: fourth, c: third })],
])("upstreams take each other's ports: %s", async (_, places) => {
  await mesh.apply(documentWith(places()));
  for (const name of callees)
    await until(`${name} answers at its new port`, async () => {
      const { status, body } = await request({ port: places()[name], path: "/" });
      return status === 200 && body === name;
    });
  expect(await mesh.stat("web", "listener_manager.total_listeners_active")).toBe(1 + callees.length);
});

function documentWith(places: Places): string {
  const [web, webSidecar, ...others] = ports;
  const upstreams = callees.map((name) => `  upstream "${name}" { local_bind_port = ${places[name]} }`);
  const services = callees.map(
    (name, index) => `service "${name}" {
  port     = ${others[index]}
  protocol = "http"
  instance "${name}" { sidecar_port = ${others[callees.length + index]} }
}`,
  );
  return `
mesh { default_intention_policy = "allow" }
service "web" {
  port = ${web}
  instance "web" { sidecar_port = ${webSidecar} }
${upstreams.join("\n")}
}
${services.join("\n")}
`;
}
