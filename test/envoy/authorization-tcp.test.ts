/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { createServer } from "node:net";
import { connect } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { mintLeaf } from "../support/certificates.ts";
import { freePorts } from "../support/free-ports.ts";
import { LiveMesh } from "../support/live-mesh.ts";
import type { LogLine } from "../support/live-mesh.ts";
import { authorityOf, spiffeIdOf } from "../support/mesh-authority.ts";
import { TestSite } from "../support/test-site.ts";

let site: TestSite;
let mesh: LiveMesh;
let sidecarPort = 0;
let echoPort = 0;

const documentWith = (policy: string): string => `mesh { default_intention_policy = "${policy}" }
service "echo" {
  port = ${echoPort}
  instance "echo" { sidecar_port = ${sidecarPort} }
}
service "allowed" {
  port    = 1
  address = "10.0.0.1"
}
service "denied" {
  port    = 1
  address = "10.0.0.2"
}
service "audited" {
  port    = 1
  address = "10.0.0.3"
}
service "stranger" {
  port    = 1
  address = "10.0.0.4"
}
intentions "echo" {
  source "allowed" { action = "allow" }
  source "denied" { action = "deny" }
  source "audited" {
    action      = "deny"
    enforcement = "audit"
  }
}
`;

beforeAll(async () => {
  site = await TestSite.open();
  [sidecarPort = 0, echoPort = 0] = await freePorts(2);
  const echo = createServer((socket) => socket.on("error", () => undefined).pipe(socket));
  await site.serve(echo, echoPort);
  mesh = await LiveMesh.start(site, { document: documentWith("deny"), sidecars: ["echo"] });
});

afterAll(() => site.dispose());

describe("4. and 5. Connections of tcp, each decision under its name", () => {
  test.each([
    ["deny", "allowed", "echoed", "echo/allowed"],
    ["deny", "denied", "cut off", null],
    ["deny", "stranger", "cut off", null],
    ["allow", "allowed", "echoed", "echo/allowed"],
    ["allow", "denied", "cut off", null],
    ["allow", "stranger", "echoed", "default-allow"],
  ])("default %s: %s is %s", async (policy, caller, outcome, rule) => {
    await mesh.apply(documentWith(policy));
    expect(await say(caller)).toBe(outcome);
    const line = await logged(caller, rule);
    // Who is not allowed ends in the handshake, before anything of the application is heard.
    expect(line).toMatchObject(
      rule === null ? { tls_failure: expect.stringMatching(/SAN/i) } : { audit: "allowed" },
    );
  });
});

describe("3. A caller that is only audited", () => {
  test("is let in, is counted and is named", async () => {
    const denied = "inbound~echo.rbac.audit.shadow_denied";
    const before = await mesh.stat("echo", denied);
    expect(await say("audited")).toBe("echoed");
    expect(await mesh.stat("echo", denied)).toBe(before + 1);
    expect(await logged("audited", "echo/audited")).toMatchObject({ audit: "denied" });
  });
});

/** A line of the sidecar's log about a connection of a caller, by its rule; null where none came to decide. */
function logged(caller: string, rule: string | null): Promise<LogLine> {
  return mesh.logged("echo", (line) => line["caller"] === spiffeIdOf(caller) && line["rule"] === rule);
}

/** What becomes of a few bytes that a caller sends to the sidecar. */
async function say(caller: string): Promise<"echoed" | "cut off" | "garbled"> {
  const { cert, key, ca } = await mintLeaf(authorityOf(site), spiffeIdOf(caller));
  return new Promise((resolve) => {
    let heard = "";
    const socket = connect({
      host: "127.0.0.1",
      port: sidecarPort,
      cert,
      key,
      ca,
      servername: "",
      checkServerIdentity: () => undefined,
    });
    socket.setEncoding("utf8");
    socket.on("data", (chunk: string) => {
      heard += chunk;
      if (heard === "hello") socket.end();
    });
    // A reset is an end as well.
    socket.on("error", () => undefined);
    socket.once("close", () => resolve(heard === "hello" ? "echoed" : heard === "" ? "cut off" : "garbled"));
    socket.once("secureConnect", () => socket.write("hello"));
  });
}
