/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { createServer } from "node:net";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { ChildProgram } from "../support/child-program.ts";
import { countingPath } from "../support/counting-mesh.ts";
import { copyExample } from "../support/example-document.ts";
import type { ExampleDocument } from "../support/example-document.ts";
import { isFree } from "../support/free-ports.ts";
import { request } from "../support/http-request.ts";
import { TestSite } from "../support/test-site.ts";
import { until } from "../support/until.ts";

let site: TestSite;
let example: ExampleDocument;

beforeEach(async () => {
  site = await TestSite.open();
  example = await copyExample(join(site.folder, "example"));
});

afterEach(() => site.dispose());

describe("mesh up", () => {
  const endings: readonly { readonly name: string; readonly end: (up: ChildProgram) => void }[] = [
    { name: "SIGINT", end: (up) => up.signal("SIGINT") },
    { name: "SIGTERM", end: (up) => up.signal("SIGTERM") },
    {
      name: "an impatient second SIGINT",
      end: (up) => {
        up.signal("SIGINT");
        void up.says(/Stopping/).then(() => up.signal("SIGINT"));
      },
    },
  ];

  test.each(endings)("runs the whole example, and $name ends all of it", async ({ end }) => {
    const up = startUp();
    await up.says(/The mesh is up, at revision 1\./);
    expect(up.stdout.match(/ passing$/gm)).toHaveLength(3);
    expect(await request({ port: example.ports.upstream, path: countingPath })).toMatchObject({
      status: 200,
    });
    const { status, body } = await request({ port: example.ports.dashboard, path: "/api/count" });
    expect({ status, ...(JSON.parse(body) as object) }).toMatchObject({
      status: 200,
      ok: true,
      version: "v1",
    });
    // The command itself, three programs and three Envoys.
    expect(site.processes()).toHaveLength(7);

    end(up);
    expect(await up.ended).toMatchObject({ code: 0, signal: null });
    await expectNothingLeft();
  });

  test("that is interrupted while it starts ends as well", async () => {
    const up = startUp();
    await up.says(/Starting 3 applications and 3 Envoys/);
    up.signal("SIGINT");
    expect(await up.ended).toMatchObject({ code: 0, signal: null });
    await expectNothingLeft();
  });

  test("shows lines to try next that work as they are", async () => {
    const up = startUp();
    await up.says(/runs until you press Ctrl-C/);
    const [, steps = ""] = /Try next.*\n((?: {2}.*\n)+)/.exec(up.stdout) ?? [];
    const lines = steps.trimEnd().split("\n");
    expect(lines).toHaveLength(3);
    for (const line of lines) {
      const pasted = site.start({ name: line, command: "sh", args: ["-c", line] });
      expect({ line, ...(await site.finish(pasted)) }).toMatchObject({ line, code: 0 });
    }
    up.signal("SIGINT");
    await up.ended;
  });

  const taken: readonly { readonly name: string; readonly port: () => number; readonly says: RegExp }[] = [
    {
      name: "the agent's HTTP port",
      port: () => site.httpPort,
      says: /HTTP server cannot start: port \d+ is in use/,
    },
    {
      name: "the agent's xDS port",
      port: () => site.xdsPort,
      says: /xDS server cannot start: port \d+ is in use/,
    },
    {
      name: "a program's port",
      port: () => example.ports.countingV1,
      says: /port \d+ of 127\.0\.0\.1 is taken/,
    },
    {
      name: "a sidecar's port",
      port: () => example.ports.dashboardSidecar,
      says: /cannot bind '127\.0\.0\.1:\d+'/,
    },
  ];

  test.each(taken)("says that $name is taken, exits with 1 and leaves nothing", async ({ port, says }) => {
    const holder = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => holder.listen(port(), "127.0.0.1", resolve));
    try {
      const up = startUp();
      const { code } = await up.ended;
      expect(up.stderr).toMatch(says);
      // Neither a stack nor the words of a library.
      expect(up.stderr).not.toMatch(/^\s+at |^E /m);
      expect(code).toBe(1);
    } finally {
      await new Promise((resolve) => holder.close(resolve));
    }
    await expectNothingLeft();
  });
});

function startUp(): ChildProgram {
  const ports = ["--http-port", `${site.httpPort}`, "--xds-port", `${site.xdsPort}`];
  return site.mesh("up", example.path, ...ports);
}

async function expectNothingLeft(): Promise<void> {
  // A process that was killed is listed until its parent, which may be the machine's first, has noticed.
  await until("no process is left", () => site.processes().length === 0, { timeoutMs: 2_000 });
  const ports = [site.httpPort, site.xdsPort, ...Object.values(example.ports)];
  const busy = await Promise.all(ports.map(async (port) => ((await isFree(port)) ? [] : [port])));
  expect(busy.flat()).toEqual([]);
  expect(readdirSync(site.temporaryFolder)).toEqual([]);
}
