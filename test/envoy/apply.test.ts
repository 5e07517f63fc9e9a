/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { createServer } from "node:net";
import type { Server } from "node:net";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { CountingMesh, countingPath } from "../support/counting-mesh.ts";
import { writeVariation } from "../support/example-document.ts";
import { freePort } from "../support/free-ports.ts";
import { HeldBackAgent } from "../support/held-back-agent.ts";
import { request } from "../support/http-request.ts";
import { outcomes } from "../support/load.ts";
import { TestSite } from "../support/test-site.ts";
import { until } from "../support/until.ts";

let site: TestSite;
let mesh: CountingMesh;

beforeAll(async () => {
  site = await TestSite.open();
  mesh = await CountingMesh.start(site);
});

afterAll(() => site.dispose());

describe("mesh apply without a terminal", () => {
  test("wants --auto-approve, else nothing is applied", async () => {
    const { revision } = await mesh.status();
    const { code, stdout, stderr } = await site.runMesh("apply", mesh.document.path, "-var", "v2_percent=30");
    expect(code).toBe(1);
    expect(stdout).toMatch(/~ service-splitter "counting"\n.*100 → 70/);
    expect(stderr).toMatch(/^Nothing was applied: there is no terminal .*--auto-approve/);
    expect((await mesh.status()).revision).toBe(revision);
  });

  test("lists a change of a sensitive value alone, without the value, and asks about it", async () => {
    const path = writeVariation(mesh.document, "vault.hcl", () => secretDocument);
    const withToken = (token: string) => ["apply", path, "-set", "vault", "-var", `token=${token}`] as const;
    expect(await site.runMesh(...withToken("hunter2"), "--auto-approve")).toMatchObject({ code: 0 });
    const { revision } = await mesh.status();

    const { code, stdout, stderr } = await site.runMesh(...withToken("swordfish"));
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout:
        '  ~ service "vault"\n      meta.token: sensitive value changed\n\n0 to add, 1 to change, 0 to remove.\n',
    });
    expect(stderr).toMatch(/^Nothing was applied: there is no terminal/);
    expect((await mesh.status()).revision).toBe(revision);
    expect(await site.runMesh(...withToken("hunter2"))).toMatchObject({ code: 0 });

    // The mesh is the union of its sets: this one's service would have a proxy in every later status.
    const empty = writeVariation(mesh.document, "empty.hcl", () => "");
    const emptied = await site.runMesh("apply", empty, "-set", "vault", "--auto-approve");
    expect(emptied).toMatchObject({ code: 0 });
    expect((await mesh.status()).proxies.map(({ id }) => id)).not.toContain("vault-sidecar-proxy");
  });

  const secretDocument = `variable "token" { sensitive = true }
service "vault" {
  port = 9999
  meta = { token = var.token }
}
`;
});

describe("A proxy that rejects a revision (NACK)", () => {
  test("is shown with Envoy's reason and the source line; the mesh goes on; a corrected set recovers it", async () => {
    const [taken, free] = [await freePort(), await freePort()];
    const holder = await listenAt(taken);
    const rejected = withUpstreamPort("rejected.hcl", taken);
    const load = mesh.load();
    await until("the load runs", () => load.records.length >= 50);

    const { code, stderr } = await mesh.tryApply(rejected, { v2_percent: "100" });
    expect(code).toBe(1);
    const line = lineOf(rejected, 'upstream "counting"');
    expect(stderr).toContain("Error[MESH5001]: dashboard-sidecar-proxy rejected its configuration");
    expect(stderr).toContain(`--> ${rejected}:${line}:`);
    expect(stderr).toMatch(/cannot bind '127\.0\.0\.1:\d+': Address (already )?in use/i);
    const { proxies, revision } = await mesh.status();
    expect(
      proxies.map(({ id, rejection, acknowledged_revision }) => [id, rejection?.type, acknowledged_revision]),
    ).toEqual([
      ["counting-v1-sidecar-proxy", undefined, revision],
      ["counting-v2-sidecar-proxy", undefined, revision],
      ["dashboard-sidecar-proxy", "Listener", revision - 1],
    ]);

    const { stdout } = await mesh.apply({});
    expect(stdout).toContain("3 connected proxies acknowledged it");
    const records = await load.stop();
    expect(outcomes(records)).toEqual({ "200": records.length });

    const moved = withUpstreamPort("moved.hcl", free);
    expect(await mesh.tryApply(moved)).toMatchObject({ code: 0, stderr: "" });
    expect(await request({ port: free, path: countingPath })).toMatchObject({ status: 200 });
    await mesh.apply({});
    await close(holder);
  });

  test("takes the same set once its cause is gone", async () => {
    const taken = await freePort();
    const holder = await listenAt(taken);
    const rejected = withUpstreamPort("again.hcl", taken);
    expect(await mesh.tryApply(rejected)).toMatchObject({ code: 1 });
    await close(holder);
    expect(await mesh.tryApply(rejected)).toMatchObject({ code: 0, stderr: "" });
    expect(await request({ port: taken, path: countingPath })).toMatchObject({ status: 200 });
    await mesh.apply({});
  });

  function withUpstreamPort(name: string, port: number): string {
    return writeVariation(mesh.document, name, (text) =>
      text.replace(`local_bind_port = ${mesh.ports.upstream}`, `local_bind_port = ${port}`),
    );
  }
});

describe("Two applies at once", () => {
  test("one wins, the other is told and has changed nothing", async () => {
    const agent = await HeldBackAgent.open(site.agentAddress);
    site.atEnd(() => agent.close());
    const slow = site.mesh(
      ...["apply", mesh.document.path, "-var", "v2_percent=10", "--auto-approve", "-address", agent.address],
    );
    await agent.isHolding();
    const { stdout } = await mesh.apply({ v2_percent: "20" });
    expect(stdout).toContain("Applied as revision");
    const { revision } = await mesh.status();
    agent.release();
    const { code, stderr } = await site.finish(slow);
    expect(code).toBe(1);
    expect(stderr).toContain(`Nothing was applied: somebody else applied revision ${revision} meanwhile.`);
    expect((await mesh.status()).revision).toBe(revision);
  });
});

describe("An agent that is not there", () => {
  const commands: readonly { readonly name: string; readonly args: () => readonly string[] }[] = [
    { name: "mesh apply", args: () => ["apply", mesh.document.path, "--auto-approve"] },
    { name: "mesh status", args: () => ["status"] },
  ];

  test.each(commands)("$name says so in one sentence, and exits with 3", async ({ args }) => {
    const address = `http://127.0.0.1:${await freePort()}`;
    const { code, stdout, stderr } = await site.runMesh(...args(), "-address", address);
    expect({ code, stdout, stderr }).toEqual({
      code: 3,
      stdout: "",
      stderr: `Error: no agent answers at ${address}; start one with \`mesh agent -dev\`, or give its address with -address\n`,
    });
  });
});

function lineOf(path: string, text: string): number {
  return readFileSync(path, "utf8").split(text)[0]?.split("\n").length ?? 0;
}

async function listenAt(port: number): Promise<Server> {
  const server = createServer();
  await site.serve(server, port);
  return server;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
