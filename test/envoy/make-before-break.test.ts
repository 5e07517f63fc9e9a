/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { ControlledBackend } from "../support/controlled-backend.ts";
import { CountingMesh, countingPath, versionIn } from "../support/counting-mesh.ts";
import { countingServices, countingVariation } from "../support/counting-variations.ts";
import { SeededRandom } from "../support/differential/seeded-random.ts";
import { request } from "../support/http-request.ts";
import type { Answer } from "../support/http-request.ts";
import { outcomes } from "../support/load.ts";
import type { Load } from "../support/load.ts";
import { TestSite } from "../support/test-site.ts";
import { until } from "../support/until.ts";

/** Other changes than the usual ones; a failure tells which change it was. */
const seed = Number(process.env["MESH_SEED"] ?? 1);
const changes = 50;
/** Ten connections that rest so long between requests make 500 requests a second even while others use the machine. */
const load = { concurrency: 10, pauseMs: 12 } as const;
/** Between two changes at least so many requests begin and end. */
const requestsPerChange = 25;

let site: TestSite;
let mesh: CountingMesh;

beforeAll(async () => {
  site = await TestSite.open();
  mesh = await CountingMesh.start(site, { variables: { v2_percent: "50" } });
}, 60_000);

afterAll(() => site.dispose());

test(`${changes} changes of splits, subsets, routes and instances under load: no request fails`, async () => {
  const running = mesh.load(load);
  const history = await changeOften(running, { count: changes, random: new SeededRandom(seed) });
  await expectNoFailure("of a mesh that runs", running, history);
}, 120_000);

test("the same while the agent is killed and restarted in the middle", async () => {
  const random = new SeededRandom(seed + 1);
  const running = mesh.load(load);
  const before = await changeOften(running, { count: changes / 2, random });
  await mesh.agent.kill();
  await more(running);
  mesh.startAgent();
  await mesh.agentListens();
  await more(running);
  const after = await changeOften(running, { count: changes / 2, random });
  await expectNoFailure("with a restart of the agent", running, [...before, ...after]);
}, 120_000);

test("an instance that is removed while it serves answers what it was asked before, and is asked no more", async () => {
  await mesh.programs.get("counting-v2")?.kill();
  const backend = await ControlledBackend.listen("v2", mesh.ports.countingV2);
  site.atEnd(() => backend.close());
  try {
    const preferred = `resolver "counting" {
  default_subset = "v2"
  subset "v1" { filter = "Service.Meta.version == v1" }
  subset "v2" { filter = "Service.Meta.version == v2" }
  failover "v2" { subset = "v1" }
}
`;
    await apply(`${countingServices(mesh.ports, ["v1", "v2"])}${preferred}`);
    await until("v2 answers", async () => (await ask()).body === backend.name);
    const answered = backend.hits;
    backend.holding = true;
    const held = ask();
    await until("v2 has the request", () => backend.hits > answered);
    await apply(`${countingServices(mesh.ports, ["v1"])}${preferred}`);
    const running = mesh.load(load);
    await more(running);
    const records = await running.stop();
    expect(new Set(records.map(({ status, body }) => status === 200 && versionIn(body)))).toEqual(
      new Set(["v1"]),
    );
    expect(backend.hits).toBe(answered + 1);
    backend.release();
    expect(await held).toMatchObject({ status: 200, body: backend.name });
  } finally {
    await backend.close();
  }
}, 60_000);

function ask(): Promise<Answer> {
  return request({ port: mesh.ports.upstream, path: countingPath });
}

interface Change {
  readonly text: string;
  readonly atMs: number;
}

async function changeOften(
  running: Load,
  { count, random }: { readonly count: number; readonly random: SeededRandom },
): Promise<readonly Change[]> {
  const history: Change[] = [];
  while (history.length < count) {
    const text = countingVariation(mesh.ports, random);
    const atMs = performance.now();
    if (await apply(text)) history.push({ text, atMs });
    await more(running);
  }
  return history;
}

/** Whether that made a difference. It returns when every proxy has acknowledged it. */
async function apply(text: string): Promise<boolean> {
  const { revision: base_revision } = await mesh.client.status();
  const documents = [{ filename: "mesh.hcl", text }];
  const outcome = await mesh.client.apply("default", { documents, variables: [], base_revision });
  if (outcome.kind !== "applied" && outcome.kind !== "unchanged")
    throw new Error(`${JSON.stringify(outcome, undefined, 1)}\n${text}`);
  const { settled, proxies } = await mesh.client.revision(outcome.revision, 15_000);
  expect({ settled, rejections: proxies.flatMap(({ rejection }) => rejection ?? []) }).toEqual({
    settled: true,
    rejections: [],
  });
  return outcome.kind === "applied";
}

async function more(running: Load): Promise<void> {
  const enough = running.records.length + requestsPerChange;
  await until("the load goes on", () => running.records.length >= enough);
}

async function expectNoFailure(what: string, running: Load, history: readonly Change[]): Promise<void> {
  const records = await running.stop();
  const failed = records.find(({ status }) => status !== 200);
  const index = failed ? history.findLastIndex(({ atMs }) => atMs <= failed.endedAtMs) : -1;
  const seconds = ((records.at(-1)?.endedAtMs ?? 0) - (records[0]?.startedAtMs ?? 0)) / 1_000;
  const rate = Math.round(records.length / seconds);
  const failures = records.filter(({ status }) => status !== 200).length;
  process.stdout.write(
    `${history.length} changes ${what}: ${records.length} requests at ${rate}/s, ${failures} failed\n`,
  );
  const context = failed && {
    rate,
    afterMs: Math.round(failed.endedAtMs - (history[index]?.atMs ?? 0)),
    change: index,
    from: history[index - 1]?.text,
    to: history[index]?.text,
  };
  expect({ outcomes: outcomes(records), context }).toEqual({
    outcomes: { "200": records.length },
    context: undefined,
  });
  expect(new Set(records.map(({ body }) => versionIn(body)))).toEqual(new Set(["v1", "v2"]));
}
