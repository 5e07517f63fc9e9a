/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { CountingMesh, versionIn } from "../support/counting-mesh.ts";
import { isFree } from "../support/free-ports.ts";
import { outcomes } from "../support/load.ts";
import { childrenOf } from "../support/reaper.ts";
import { TestSite } from "../support/test-site.ts";
import { until } from "../support/until.ts";

let site: TestSite;
let mesh: CountingMesh;

beforeAll(async () => {
  site = await TestSite.open();
  mesh = await CountingMesh.start(site, { variables: { v2_percent: "50" } });
});

afterAll(() => site.dispose());

describe("mesh connect envoy", () => {
  test("told to end under load leaves the mesh first: no request fails; and it comes back", async () => {
    const load = mesh.load();
    const v2Answers = (sinceMs: number) => () =>
      load.records.some(
        ({ startedAtMs, status, body }) =>
          startedAtMs > sinceMs && status === 200 && versionIn(body) === "v2",
      );
    await until("v2 answers", v2Answers(0));

    const processes = site.processes().length;
    const folders = readdirSync(site.temporaryFolder).length;
    expect(await mesh.sidecars.get("counting-v2")?.stop()).toMatchObject({ code: 0, signal: null });
    // The command and its Envoy.
    expect(site.processes()).toHaveLength(processes - 2);
    expect(readdirSync(site.temporaryFolder)).toHaveLength(folders - 1);
    expect(await isFree(mesh.ports.countingV2Sidecar)).toBe(true);
    const enough = load.records.length + 200;
    await until("the load goes on without v2", () => load.records.length >= enough);

    mesh.startSidecar("counting-v2");
    await until("v2 answers again", v2Answers(performance.now()));
    const records = await load.stop();
    expect(outcomes(records)).toEqual({ "200": records.length });
  });

  test("ends with a sentence when its Envoy dies", async () => {
    await mesh.isReady();
    const sidecar = mesh.sidecars.get("counting-v2");
    const children = childrenOf(sidecar?.pid ?? 0);
    expect(children).toHaveLength(1);
    for (const envoy of children) process.kill(envoy, "SIGKILL");
    expect(await sidecar?.ended).toMatchObject({ code: 1 });
    expect(sidecar?.stderr).toContain("Envoy was ended by SIGKILL.");
  });

  const mistakes: readonly {
    readonly name: string;
    readonly flags: readonly string[];
    readonly says: string;
  }[] = [
    {
      name: "no instance for a service of several",
      flags: ["-service", "counting"],
      says: '"counting" has several instances: choose one with -instance counting-v1 or -instance counting-v2.',
    },
    {
      name: "an instance that the service has not",
      flags: ["-service", "counting", "-instance", "counting-v3"],
      says: '"counting" has no instance "counting-v3". It has counting-v1, counting-v2.',
    },
    {
      name: "a service that nobody declares",
      flags: ["-service", "countng"],
      says: 'No service "countng" was applied.',
    },
  ];

  test.each(mistakes)("says what to do when given $name", async ({ flags, says }) => {
    const { code, stdout, stderr } = await site.runMesh("connect", "envoy", ...flags);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(says);
  });
});
