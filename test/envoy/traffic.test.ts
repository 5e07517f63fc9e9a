/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { CountingMesh, versionIn } from "../support/counting-mesh.ts";
import { writeVariation } from "../support/example-document.ts";
import { envoyStat } from "../support/envoy-admin.ts";
import { outcomes } from "../support/load.ts";
import type { Load, LoadRecord } from "../support/load.ts";
import { TestSite } from "../support/test-site.ts";
import { until } from "../support/until.ts";

let site: TestSite;
let mesh: CountingMesh;

beforeAll(async () => {
  site = await TestSite.open();
  mesh = await CountingMesh.start(site);
});

afterAll(() => site.dispose());

/** From the acknowledgement on, a change may take this long to act on the next request. */
const actsWithinMs = 100;

describe("2. The split follows its weights", () => {
  test("at weight 50, v2 answers 40 to 60 percent of 1,000 requests", async () => {
    await mesh.apply({ v2_percent: "50" });
    const answers = await requests(1_000);
    expect(outcomes(answers)).toEqual({ "200": 1_000 });
    const share = answers.filter(({ body }) => versionIn(body) === "v2").length / answers.length;
    expect(share).toBeGreaterThanOrEqual(0.4);
    expect(share).toBeLessThanOrEqual(0.6);
  });

  test("at weight 0, no request begun 100 ms after the acknowledgement reaches v2", async () => {
    await mesh.apply({ v2_percent: "50" });
    const load = mesh.load();
    await until("v2 answers", () => load.records.some(reachedV2));
    const { endedAtMs } = await mesh.apply({ v2_percent: "0" });
    await enoughAfter(load, endedAtMs + actsWithinMs, 300);
    const records = await load.stop();
    const late = records.filter(({ startedAtMs }) => startedAtMs >= endedAtMs + actsWithinMs);
    expect(late.filter(reachedV2)).toEqual([]);
    expect(outcomes(records)).toEqual({ "200": records.length });
  });
});

describe("A change of the chain under load", () => {
  test("makes the new way before it breaks the old one: no request fails", async () => {
    const plain = writeVariation(mesh.document, "plain.hcl", (text) =>
      text.replace(/^(resolver|splitter) "counting" \{\n(?:.*\n)*?\}\n/gm, ""),
    );
    const load = mesh.load();
    for (let round = 0; round < 3; round += 1) {
      expect(await mesh.tryApply(plain)).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('- service-splitter "counting"'),
      });
      await enoughAfter(load, performance.now(), 50);
      await mesh.apply({ v2_percent: "50" });
      await enoughAfter(load, performance.now(), 50);
    }
    const records = await load.stop();
    expect(outcomes(records)).toEqual({ "200": records.length });
  });
});

describe("3. The intention flips ten times under load, without a failure and without reconnecting", () => {
  test("each flip acts on the open connections", async () => {
    await mesh.apply({ v2_percent: "50" });
    const concurrency = 4;
    const load = mesh.load({ concurrency });
    await until("the load runs", () => load.records.length >= 50);
    const closedBefore = await closedBetweenSidecars();
    const flips: { readonly action: "allow" | "deny"; readonly fromMs: number; readonly toMs: number }[] = [];
    for (let flip = 0; flip < 10; flip += 1) {
      const action = flip % 2 === 0 ? "deny" : "allow";
      const { endedAtMs } = await mesh.apply({ v2_percent: "50", dashboard_may_count: action });
      const fromMs = endedAtMs + actsWithinMs;
      await enoughAfter(load, fromMs, 60);
      flips.push({ action, fromMs, toMs: performance.now() });
    }
    const records = await load.stop();

    const denial = "403 RBAC: access denied";
    const seen = outcomes(records);
    expect(Object.keys(seen).sort()).toEqual(["200", denial]);
    for (const { action, fromMs, toMs } of flips) {
      const during = records.filter((record) => record.startedAtMs >= fromMs && record.endedAtMs <= toMs);
      const expected = action === "deny" ? denial : "200";
      expect(outcomes(during)).toEqual({ [expected]: during.length });
      expect(connectionsOf(during)).toEqual(connectionsOf(records));
    }
    expect(connectionsOf(records)).toHaveLength(concurrency);
    expect(await closedBetweenSidecars()).toBe(closedBefore);
  });

  /** Connections from dashboard's sidecar to those of counting that are no more. */
  async function closedBetweenSidecars(): Promise<number> {
    const socket = await mesh.adminSocket("dashboard");
    const targets = ["v1", "v2"].map((subset) => `${subset}.counting.default.dc1.internal.mesh.internal`);
    const closed = await Promise.all(
      targets.map(async (target) => {
        const count = await envoyStat(socket, `cluster.${target}.upstream_cx_destroy`);
        if (count === undefined) throw new Error(`dashboard's sidecar knows no cluster ${target}`);
        return count;
      }),
    );
    return closed.reduce((sum, count) => sum + count, 0);
  }
});

describe("4. An instance whose process dies leaves the endpoints within its check's interval", () => {
  /** The example's check runs every second; the rest is for a busy machine to run it, report it and be told. */
  const intervalMs = 1_000;
  const machineMs = 500;

  test("after that, no error reaches the dashboard; and v2 comes back when it runs again", async () => {
    await mesh.apply({ v2_percent: "50" });
    const load = mesh.load();
    await until("v2 answers", () => load.records.some(reachedV2));

    const killedAtMs = performance.now();
    await mesh.programs.get("counting-v2")?.kill();
    await until("v2 is critical", async () => (await healthOf("counting-v2")) === "critical");
    const criticalAtMs = performance.now();
    await enoughAfter(load, criticalAtMs + actsWithinMs, 300);

    mesh.startProgram("counting-v2");
    const restartedAtMs = performance.now();
    await until("v2 answers again", () =>
      load.records.some((record) => record.startedAtMs > restartedAtMs && reachedV2(record)),
    );
    const records = await load.stop();

    expect(criticalAtMs - killedAtMs).toBeLessThan(intervalMs + machineMs);
    const errors = records.filter(({ status }) => status !== 200);
    const lastErrorAtMs = Math.max(killedAtMs, ...errors.map(({ startedAtMs }) => startedAtMs));
    expect(lastErrorAtMs - killedAtMs).toBeLessThan(intervalMs + machineMs);
    expect(outcomes(records.filter(({ startedAtMs }) => startedAtMs > criticalAtMs + actsWithinMs))).toEqual({
      "200": expect.any(Number),
    });
  });

  async function healthOf(instance: string): Promise<string | undefined> {
    const { proxies } = await mesh.status();
    return proxies.find(({ id }) => id === `${instance}-sidecar-proxy`)?.health;
  }
});

function reachedV2({ status, body }: LoadRecord): boolean {
  return status === 200 && versionIn(body) === "v2";
}

function connectionsOf(records: readonly LoadRecord[]): readonly number[] {
  return [...new Set(records.map(({ localPort }) => localPort))].sort((a, b) => a - b);
}

/** Waits until the load has made so many requests that began after a moment. */
async function enoughAfter(load: Load, afterMs: number, count: number): Promise<void> {
  await until(`${count} requests after a change`, () => {
    const late = load.records.filter(({ startedAtMs }) => startedAtMs >= afterMs);
    return late.length >= count;
  });
}

/** So many requests in a row, whatever comes of them. */
async function requests(count: number): Promise<readonly LoadRecord[]> {
  const load = mesh.load({ concurrency: 8, pauseMs: 0 });
  await until(`${count} requests`, () => load.records.length >= count);
  return (await load.stop()).slice(0, count);
}
