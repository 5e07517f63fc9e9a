/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { writeFileSync } from "node:fs";
import { createServer, connect } from "node:net";
import type { Socket } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { AgentClient } from "../../src/client/agent-client.ts";
import { envoyArguments } from "../support/counting-mesh.ts";
import { freePorts } from "../support/free-ports.ts";
import { TestSite } from "../support/test-site.ts";
import { until } from "../support/until.ts";

let site: TestSite;
let documentPath: string;
/** Where each caller's program finds echo. */
const upstreams = new Map<string, number>();

beforeAll(async () => {
  site = await TestSite.open();
  documentPath = join(site.folder, "tcp.hcl");
  const [echoPort = 0, friend = 0, stranger = 0, idle = 0, alsoIdle = 0, ...sidecarPorts] =
    await freePorts(8);
  upstreams.set("friend", friend).set("stranger", stranger);
  const [echoSidecar = 0, friendSidecar = 0, strangerSidecar = 0] = sidecarPorts;
  writeFileSync(
    documentPath,
    `
variable "friend" { type = string }

service "echo" {
  port = ${echoPort}
  instance "echo" { sidecar_port = ${echoSidecar} }
}

service "friend" {
  port = ${idle}
  instance "friend" { sidecar_port = ${friendSidecar} }
  upstream "echo" { local_bind_port = ${friend} }
}

service "stranger" {
  port = ${alsoIdle}
  instance "stranger" { sidecar_port = ${strangerSidecar} }
  upstream "echo" { local_bind_port = ${stranger} }
}

intentions "echo" {
  source "friend" { action = var.friend }
}
`,
  );
  const echo = createServer((socket) => socket.on("error", () => undefined).pipe(socket));
  await site.serve(echo, echoPort);
  await site.startAgent();
  await apply("allow");
  for (const service of ["echo", "friend", "stranger"])
    site.mesh("connect", "envoy", "-service", service, "--", ...envoyArguments);
  const client = new AgentClient({ address: site.agentAddress });
  await until("every sidecar has its configuration", async () => {
    const { proxies } = await client.status();
    return proxies.every(
      ({ health, acknowledged_revision }) => health === "passing" && acknowledged_revision === 1,
    );
  });
});

afterAll(() => site.dispose());

describe("10. A service of protocol tcp", () => {
  test("is reached by the caller that an intention allows", async () => {
    expect(await say("friend")).toBe("echoed");
  });

  test("cuts off a caller without an intention before it hears anything", async () => {
    expect(await say("stranger")).toBe("cut off");
  });

  test("follows a flipped intention with the next connection", async () => {
    for (const [action, outcome] of [
      ["deny", "cut off"],
      ["allow", "echoed"],
      ["deny", "cut off"],
    ] as const) {
      await apply(action);
      expect(await say("friend")).toBe(outcome);
    }
  });
});

async function apply(action: "allow" | "deny"): Promise<void> {
  const flags = ["-var", `friend=${action}`, "--auto-approve", "--wait"];
  expect(await site.runMesh("apply", documentPath, ...flags)).toMatchObject({ code: 0, stderr: "" });
}

/** What becomes of a few bytes that a caller's program sends to its upstream. */
function say(caller: string): Promise<"echoed" | "cut off" | "garbled"> {
  return new Promise((resolve) => {
    const socket: Socket = connect(upstreams.get(caller) ?? 0, "127.0.0.1");
    let heard = "";
    socket.setEncoding("utf8");
    socket.on("data", (chunk: string) => {
      heard += chunk;
      if (heard === "hello") socket.end();
    });
    // A reset is an end as well.
    socket.on("error", () => undefined);
    socket.once("close", () => resolve(heard === "hello" ? "echoed" : heard === "" ? "cut off" : "garbled"));
    socket.write("hello");
  });
}
