import { expect, test } from "@jest/globals";
import type { Service } from "../../../src/graph/mesh-graph.ts";
import { compiledMesh } from "../../support/check-document.ts";

const linked = (body: string): Service | undefined =>
  compiledMesh(`service "web" {\n  port = 8080\n  ${body}\n}`).graph.services.get("web");

test.each([
  [
    "an omitted instance has the service's name",
    "",
    [
      {
        id: "web",
        service: "web",
        address: "127.0.0.1",
        port: 8080,
        sidecarPort: 21000,
        meta: {},
        checks: [],
      },
    ],
  ],
  [
    "what an instance leaves out is the service's",
    'address = "10.0.0.1"\n  meta = { a = "1", b = "1" }\n  instance "x" { meta = { b = "2" } }',
    [{ id: "x", address: "10.0.0.1", port: 8080, meta: { a: "1", b: "2" } }],
  ],
  [
    "what an instance says is its own",
    'instance "x" {\n    address      = "::1"\n    port         = 1\n    sidecar_port = 2\n    command      = ["run"]\n  }',
    [{ id: "x", address: "::1", port: 1, sidecarPort: 2, command: ["run"] }],
  ],
])("%s", (_, body, expected) => expect(linked(body)?.instances).toMatchObject(expected));

test.each([
  [
    "an http check's defaults",
    'check "http" {}',
    {
      id: "web:http:0",
      target: { type: "http", url: "http://127.0.0.1:8080/", method: "GET" },
      intervalMs: 10_000,
      timeoutMs: 10_000,
      successBeforePassing: 0,
      failuresBeforeCritical: 0,
    },
  ],
  [
    "an http check in full",
    'check "http" {\n    path     = "/health"\n    method   = "HEAD"\n    port     = 9\n    interval = "1s"\n    timeout  = "500ms"\n    success_before_passing   = 1\n    failures_before_critical = 2\n  }',
    {
      target: { url: "http://127.0.0.1:9/health", method: "HEAD" },
      intervalMs: 1000,
      timeoutMs: 500,
      successBeforePassing: 1,
      failuresBeforeCritical: 2,
    },
  ],
  [
    "a tcp check",
    'check "tcp" {}',
    { id: "web:tcp:0", target: { type: "tcp", host: "127.0.0.1", port: 8080 } },
  ],
])("%s", (_, body, expected) => expect(linked(body)?.instances[0]?.checks[0]).toMatchObject(expected));

test("two checks of one type have ids of their own", () => {
  expect(
    linked('check "tcp" {}\n  check "tcp" { port = 1 }')?.instances[0]?.checks.map(({ id }) => id),
  ).toEqual(["web:tcp:0", "web:tcp:1"]);
});

test("an upstream listens on loopback unless told otherwise", () => {
  expect(linked('upstream "web" { local_bind_port = 9000 }')?.upstreams).toMatchObject([
    { destination: "web", localBindAddress: "127.0.0.1", localBindPort: 9000 },
  ]);
});
