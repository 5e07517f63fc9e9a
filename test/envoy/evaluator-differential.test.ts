import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { evaluatedProxies } from "../../src/evaluate/evaluated-proxies.ts";
import { Evaluator } from "../../src/evaluate/evaluator.ts";
import { stories, wayTaken } from "../support/differential/observed.ts";
import type { Observed } from "../support/differential/observed.ts";
import type { RandomMesh } from "../support/differential/random-mesh.ts";
import { randomRequest } from "../support/differential/random-request.ts";
import { randomSite, siteOf } from "../support/differential/random-site.ts";
import type { RandomSite } from "../support/differential/random-site.ts";
import { RealProxies, prefixOf } from "../support/differential/real-proxies.ts";
import type { Asked } from "../support/differential/real-proxies.ts";
import { freePorts } from "../support/free-ports.ts";
import { TestSite } from "../support/test-site.ts";

/** Another first seed gives other meshes; that of a failure, printed with it, gives the same ones. */
const firstSeed = Number(process.env["MESH_SEED"] ?? 1);
const meshCount = 24;
/** Seeds of meshes about which evaluator and Envoy once disagreed. */
const keptSeeds: readonly number[] = [1015, 1049, 1093, 1108, 3003, 3009, 4000, 4033];
const requestsPerMesh = 100;

let testSite: TestSite;
let proxies: RealProxies | undefined;
let asked: readonly Asked[];
let observations: ReadonlyMap<string, Observed>;
let splitSite: RandomSite;

beforeAll(async () => {
  testSite = await TestSite.open();
  const seeds = [...Array.from({ length: meshCount }, (_, index) => firstSeed + index), ...keptSeeds];
  const { sites, started } = await startOnFreePorts([...new Set(seeds)]);
  proxies = started;
  asked = sites.flatMap(questionsAbout);
  observations = await started.observe(asked);
}, 120_000);

afterAll(async () => {
  await testSite.dispose();
  await proxies?.close();
});

describe("what the evaluator says of a request is what Envoy does with it", () => {
  test(`${meshCount} random meshes of ${requestsPerMesh} random requests, and those kept`, () => {
    const disagreements = asked.flatMap((one) => {
      const seen = observations.get(one.probe);
      const prefix = prefixOf(one.site, one.from);
      if (seen && wayTaken(one.evaluation, seen, prefix)) return [];
      return [{ ...one, story: { ...(seen && { ways: stories(one.evaluation, seen, prefix) }), ...seen } }];
    });
    const [first] = disagreements;
    if (first) {
      const shown = disagreements
        .slice(0, 5)
        .map(({ site, from, destination, request, story }) =>
          JSON.stringify({ question: { seed: site.seed, from, destination, request }, story }, undefined, 1),
        );
      throw new Error(
        `${disagreements.length} of ${asked.length} disagree:\n${shown.join("\n")}\nMESH_SEED=${first.site.seed} is of\n${first.site.text}`,
      );
    }
    expect(asked.length).toBeGreaterThanOrEqual(2_000);
  });

  test("every kind of end was among them", () => {
    const seen = new Set(asked.flatMap(({ evaluation }) => evaluation.ways.map(({ verdict }) => verdict)));
    expect([...seen].sort()).toEqual(["allowed", "answered", "denied", "no-route", "unreachable"]);
  });
});

describe("shares are how often Envoy takes a way", () => {
  test("a split of 50, 30, 15 and 5, a tenth of each aborted", async () => {
    const caller = splitSite.proxies.find(({ service }) => service === "web");
    const upstream = splitSite.mesh.graph.services.get("web")?.upstreams[0];
    if (!caller || !upstream || !proxies) throw new Error("web has no upstream");
    const to = { destination: upstream.destination };
    const evaluator = new Evaluator(evaluatedProxies(splitSite.proxies, splitSite.endpoints));
    const evaluation = evaluator.evaluate({ from: caller.id, to, request: {} });
    const all = Array.from({ length: 2_000 }, (_, index): Asked => {
      const probe = `split-${index}`;
      return {
        site: splitSite,
        from: caller.id,
        ...to,
        port: upstream.localBindPort,
        request: {},
        probe,
        evaluation,
      };
    });
    const taken = [...(await proxies.observe(all)).values()];
    const expected = countBy(
      evaluation.ways,
      ({ sent }) => sent?.cluster ?? "aborted",
      ({ share }) => share,
    );
    const prefix = prefixOf(splitSite, caller.id);
    const counted = countBy(
      taken,
      ({ status, outbound }) =>
        status === 418 ? "aborted" : (outbound?.cluster?.slice(prefix.length) ?? ""),
      () => 1,
    );
    expect([...counted.keys()].sort()).toEqual([...expected.keys()].sort());
    expect(sum(expected.values())).toBeCloseTo(1);
    const chiSquare = sum(
      [...expected].map(
        ([key, share]) => ((counted.get(key) ?? 0) - share * all.length) ** 2 / (share * all.length),
      ),
    );
    // With four degrees of freedom, chance alone goes beyond that once in ten million times.
    expect(chiSquare).toBeLessThan(38);
  });
});

/** A program beside the tests may take one of so many ports before it is bound; then others are tried. */
async function startOnFreePorts(
  seeds: readonly number[],
  attemptsLeft = 3,
): Promise<{ readonly sites: readonly RandomSite[]; readonly started: RealProxies }> {
  const ports = [...(await freePorts(2_000))];
  const takePort = (): number => ports.pop() ?? 0;
  const sites = seeds.map((seed) => randomSite(seed, takePort));
  splitSite = siteOf(0, splitMesh(takePort));
  try {
    return { sites, started: await RealProxies.start(testSite, [...sites, splitSite]) };
  } catch (cause) {
    if (attemptsLeft <= 1 || !/in use/.test(String(cause))) throw cause;
    return startOnFreePorts(seeds, attemptsLeft - 1);
  }
}

function countBy<T>(
  items: readonly T[],
  key: (item: T) => string,
  weight: (item: T) => number,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + weight(item));
  return counts;
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}

/** A caller, and a service in four versions of one or two instances. */
function splitMesh(takePort: () => number): RandomMesh {
  const instances = ["v1", "v2", "v2", "v3", "v4"].map((version, index) => ({
    id: `api-${index}`,
    version,
    port: takePort(),
    sidecarPort: takePort(),
  }));
  const shares = [
    ["v1", 50],
    ["v2", 30],
    ["v3", 15],
    ["v4", 5],
  ] as const;
  const webPort = takePort();
  const text = `
mesh { default_intention_policy = "allow" }
service "web" {
  port     = ${webPort}
  protocol = "http"
  instance "web" { sidecar_port = ${takePort()} }
  upstream "api" { local_bind_port = ${takePort()} }
}
service "api" {
  port     = ${instances[0]?.port ?? 0}
  protocol = "http"
${instances.map(({ id, version, port, sidecarPort }) => `  instance "${id}" {\n    port         = ${port}\n    sidecar_port = ${sidecarPort}\n    meta         = { version = "${version}" }\n  }`).join("\n")}
}
resolver "api" {
${shares.map(([version]) => `  subset "${version}" { filter = "Service.Meta.version == ${version}" }`).join("\n")}
}
splitter "api" {
${shares.map(([version, weight]) => `  split {\n    weight = ${weight}\n    subset = "${version}"\n  }`).join("\n")}
}
router "api" {
  route {
    match {
      http { path_prefix = "/" }
    }
    destination {
      fault_injection {
        abort {
          http_status = 418
          percent     = 10
        }
      }
    }
  }
}
`;
  const ports = [webPort, ...instances.map(({ port }) => port)];
  return { text, tokens: [], applications: ports.map((port) => ({ port, protocol: "http" })) };
}

/** Requests from every caller to every one of its upstreams, spread evenly. */
function questionsAbout(site: RandomSite): readonly Asked[] {
  const evaluator = new Evaluator(evaluatedProxies(site.proxies, site.endpoints));
  const calls = site.proxies.flatMap(({ id, service }) =>
    (site.mesh.graph.services.get(service)?.upstreams ?? []).map((upstream) => ({ from: id, upstream })),
  );
  return Array.from({ length: requestsPerMesh }, (_, index): Asked => {
    const call = calls[index % calls.length];
    if (!call) throw new Error("the mesh has no upstream");
    const { from, upstream } = call;
    const { destination } = upstream;
    const clusters = site.proxies.find(({ id }) => id === from)?.resources.map(({ name }) => name) ?? [];
    const request = randomRequest(site.random, {
      clusters: clusters.filter((name) => name.includes(".internal.")),
      tokens: site.tokens,
    });
    return {
      site,
      from,
      destination,
      port: upstream.localBindPort,
      request,
      probe: `${site.seed}-${index}`,
      evaluation: evaluator.evaluate({ from, to: { destination }, request }),
    };
  });
}
