/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { CountingMesh, instances } from "../support/counting-mesh.ts";
import type { InstanceId } from "../support/counting-mesh.ts";
import { envoyStat, heldBy } from "../support/envoy-admin.ts";
import type { HeldConfiguration } from "../support/envoy-admin.ts";
import { outcomes } from "../support/load.ts";
import type { Load } from "../support/load.ts";
import { certificateShownAt } from "../support/shown-certificate.ts";
import { TestSite } from "../support/test-site.ts";
import { until } from "../support/until.ts";

let site: TestSite;
let mesh: CountingMesh;

const sidecars = Object.keys(instances) as InstanceId[];
const variables = { v2_percent: "50" };

beforeAll(async () => {
  site = await TestSite.open();
  mesh = await CountingMesh.start(site, { variables });
});

afterAll(() => site.dispose());

describe("5. The agent is killed with -9 and restarted, and nobody notices", () => {
  test("traffic goes on, proxies reconnect by themselves, nothing is removed before the set is applied again", async () => {
    const before = await observe();
    expect(before.held.get("dashboard")).toMatchObject({
      listeners: ["inbound~dashboard", "outbound~counting"],
      endpoints: expect.arrayContaining([
        `v1.counting.default.dc1.internal.mesh.internal ${mesh.ports.countingV1Sidecar}`,
        `v2.counting.default.dc1.internal.mesh.internal ${mesh.ports.countingV2Sidecar}`,
      ]),
    });
    const load = mesh.load();
    await more(load, 100);

    await mesh.agent.kill();
    await everySidecar("has lost the agent", 0);
    await more(load, 100);

    mesh.startAgent();
    await mesh.agentListens();
    await everySidecar("is connected again", 1);
    await more(load, 100);
    expect(await mesh.status()).toMatchObject({ revision: 0 });
    expect((await observe()).held).toEqual(before.held);

    const { stdout } = await mesh.apply(variables);
    expect(stdout).toMatch(/3 connected proxies acknowledged it/);
    await mesh.isReady();
    await more(load, 100);
    expect(outcomes(await load.stop())).toEqual({ "200": load.records.length });

    const after = await observe();
    expect(after.held).toEqual(before.held);
    expect(after.roots).toEqual(before.roots);
    expect(after.identities).toEqual(before.identities);
  });
});

interface Observation {
  readonly held: ReadonlyMap<InstanceId, HeldConfiguration>;
  readonly roots: readonly string[];
  /** What each sidecar shows to callers. */
  readonly identities: readonly (string | undefined)[];
}

async function observe(): Promise<Observation> {
  const held = new Map<InstanceId, HeldConfiguration>();
  for (const id of sidecars) held.set(id, await heldBy(await mesh.adminSocket(id)));
  const { dashboardSidecar, countingV1Sidecar, countingV2Sidecar } = mesh.ports;
  const shown = await Promise.all(
    [dashboardSidecar, countingV1Sidecar, countingV2Sidecar].map(certificateShownAt),
  );
  const { roots } = await mesh.client.roots();
  return { held, roots, identities: shown.map(({ subjectAltName }) => subjectAltName) };
}

/** Envoy's own view: 1 while its stream to the agent is open. */
async function everySidecar(what: string, connected: 0 | 1): Promise<void> {
  for (const id of sidecars) {
    const socket = await mesh.adminSocket(id);
    await until(`${id}'s sidecar ${what}`, async () => {
      return (await envoyStat(socket, "control_plane.connected_state")) === connected;
    });
  }
}

async function more(load: Load, count: number): Promise<void> {
  const enough = load.records.length + count;
  await until(`${count} more requests`, () => load.records.length >= enough);
}
