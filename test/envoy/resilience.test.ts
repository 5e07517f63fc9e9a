/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { writeFileSync } from "node:fs";
import { Agent } from "node:http";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { AgentClient } from "../../src/client/agent-client.ts";
import type { ChildProgram } from "../support/child-program.ts";
import { ControlledBackend } from "../support/controlled-backend.ts";
import { freePorts } from "../support/free-ports.ts";
import { request } from "../support/http-request.ts";
import type { Answer } from "../support/http-request.ts";
import { Load, outcomes as loadOutcomes } from "../support/load.ts";
import { TestSite } from "../support/test-site.ts";
import { until } from "../support/until.ts";
import { expectValidRendering } from "../support/valid-bootstraps.ts";

/** web calls api, whose three instances are in two zones of one region and in another region, and spare. */
const placeOf = { "api-1": "eu eu-a", "api-2": "eu eu-b", "api-3": "us us-a" } as const;
const names = ["api-1", "api-2", "api-3", "spare"] as const;

let site: TestSite;
let client: AgentClient;
let documentPath: string;
let web: ChildProgram;
/** Takes connections and says nothing: no TLS handshake ever ends. */
const backends = new Map<string, ControlledBackend>();
const ports = new Map<string, number>();

beforeAll(async () => {
  site = await TestSite.open();
  client = new AgentClient({ address: site.agentAddress });
  documentPath = join(site.folder, "mesh.hcl");
  const wanted = [
    ...names,
    "web",
    "upstream",
    "tarpit-upstream",
    "tarpit-program",
    "tarpit",
    ...names.map(sidecarOf),
    "web-sidecar",
  ];
  for (const [index, port] of (await freePorts(wanted.length)).entries())
    ports.set(wanted[index] ?? "", port);
  for (const name of names) {
    const backend = await ControlledBackend.listen(name, portOf(name));
    site.atEnd(() => backend.close());
    backends.set(name, backend);
  }
  const tarpit = createServer((socket) => void socket.on("error", () => undefined));
  await site.serve(tarpit, portOf("tarpit"));

  await site.startAgent();
  await apply({});
  for (const name of names) connect(name.replace(/-\d$/, ""), name);
  web = connect("web", "web");
  await client.reportHealth("tarpit", { checks: [], lease_ms: 600_000 });
  await until("every sidecar has its configuration", async () => {
    const { proxies, revision } = await client.status();
    return proxies.every(
      ({ id, health, acknowledged_revision }) =>
        id.startsWith("tarpit") || (health === "passing" && acknowledged_revision === revision),
    );
  });
  await until("all are reached", async () => (await reached(20)).size >= 3);
}, 60_000);

afterAll(() => site.dispose());

beforeEach(() => {
  for (const backend of backends.values()) backend.reset();
});

describe("the way an instance is chosen", () => {
  const balancer = (policy: string, hashPolicy = ""): Settings => ({
    api: `load_balancer {\n  policy = "${policy}"\n  ${hashPolicy}\n}`,
  });

  test.each(["random", "round_robin", "least_request"])("%s reaches all", async (policy) => {
    await apply(balancer(policy));
    await until("all three are reached", async () => (await reached(30)).size === 3);
  });

  test("round_robin reaches all equally often", async () => {
    await apply(balancer("round_robin"));
    await until("all are well", async () => (await reached(30)).size === 3);
    expect(await shares(30)).toEqual({ "api-1": 10, "api-2": 10, "api-3": 10 });
  });

  test.each(["maglev", "ring_hash"])("%s leads equal headers to one instance", async (policy) => {
    await apply(
      balancer(policy, 'hash_policy {\n    field       = "header"\n    field_value = "x-user"\n  }'),
    );
    await expectSticky((user) => call({ headers: { "x-user": user } }));
  });

  test("ring_hash leads equal query parameters to one instance", async () => {
    await apply(
      balancer(
        "ring_hash",
        'hash_policy {\n    field       = "query_parameter"\n    field_value = "user"\n  }',
      ),
    );
    await expectSticky((user) => call({ path: `/?other=${Math.random()}&user=${user}` }));
  });

  test.each(["http", "tcp"])("maglev leads an address to one instance, spoken to by %s", async (protocol) => {
    await apply({
      ...balancer("maglev", "hash_policy { source_ip = true }"),
      config: `protocol = "${protocol}"`,
    });
    await until("several are reached", async () => {
      const places = await Promise.all(Array.from({ length: 12 }, (_, index) => callFrom(`user-${index}`)));
      return new Set(places.map(({ status, body }) => `${status} ${body}`)).size > 1;
    });
    await expectSticky(callFrom);
  });

  /** Each user has an address of their own on loopback. */
  function callFrom(user: string): Promise<Answer> {
    const localAddress = `127.0.0.${10 + Number(user.replace("user-", ""))}`;
    return request({ port: portOf("upstream"), path: "/", agent: new Agent({ localAddress }) });
  }

  test("maglev makes a cookie and follows it", async () => {
    const cookie =
      'hash_policy {\n    field       = "cookie"\n    field_value = "sticky"\n    cookie_config {\n      ttl  = "90s"\n      path = "/"\n    }\n  }';
    await apply(balancer("maglev", cookie));
    const firsts = await Promise.all(Array.from({ length: 10 }, () => call()));
    expect(new Set(firsts.map(({ body }) => body)).size).toBeGreaterThan(1);
    for (const { body, headers } of firsts) {
      const [made = ""] = headers["set-cookie"] ?? [];
      expect(made).toMatch(/^sticky="[^"]+"; Max-Age=90; Path=\/; HttpOnly/);
      const [sent = ""] = made.split(";");
      expect((await call({ headers: { cookie: sent } })).body).toBe(body);
    }
  });

  test("weights shift the shares", async () => {
    await apply({ ...balancer("round_robin"), weightOfFirst: 8 });
    await until("the first has its share", async () => {
      const seen = await shares(100);
      return (seen["api-1"] ?? 0) >= 75 && (seen["api-1"] ?? 0) <= 85 && (seen["api-2"] ?? 0) >= 8;
    });
  });

  /** Requests of one user reach one instance, those of all users several. */
  async function expectSticky(callAs: (user: string) => Promise<Answer>): Promise<void> {
    const users = Array.from({ length: 12 }, (_, index) => `user-${index}`);
    const places = new Set<string>();
    for (const user of users) {
      const answers = await Promise.all(Array.from({ length: 4 }, () => callAs(user)));
      const bodies = new Set(answers.map(({ status, body }) => `${status} ${body}`));
      expect([user, bodies.size]).toEqual([user, 1]);
      for (const body of bodies) places.add(body);
    }
    expect(places.size).toBeGreaterThan(1);
  }
});

describe("limits of what a caller asks", () => {
  const overflow = { status: 503, body: expect.stringContaining("overflow") };

  test.each([
    ["one connection and one waiting", "max_connections = 1\n max_pending_requests = 1", 2],
    ["three requests under way", "max_concurrent_requests = 3", 3],
    ["nothing waiting, nothing under way", "max_concurrent_requests = 0", 0],
  ])("%s", async (_, limits, admitted) => {
    // Each instance may have a connection, however few are allowed: one instance makes it countable.
    const oneInstance = 'subset "first" { filter = "Service.ID == `api-1`" }\n default_subset = "first"';
    await apply({ api: oneInstance, config: `limits {\n${limits}\n}` });
    // A request that has to open a connection counts as waiting.
    await call();
    const logged = web.stdout.length;
    for (const backend of backends.values()) backend.holding = true;
    const calls = Array.from({ length: 8 }, () => call());
    let refused: Answer[] = [];
    for (const answer of calls) void answer.then((one) => (refused = [...refused, one]));
    await until("the others are refused", () => refused.length === 8 - admitted);
    expect(refused).toEqual(Array(8 - admitted).fill(expect.objectContaining(overflow)));
    for (const backend of backends.values()) backend.release();
    expect((await Promise.all(calls)).filter(({ status }) => status === 200)).toHaveLength(admitted);
    await until("the access log names it", () => /"flags":"UO"/.test(web.stdout.slice(logged)));
  });

  test("a retry budget of nothing", async () => {
    const router =
      'router "api" {\n  route {\n    destination {\n      num_retries           = 2\n      retry_on_status_codes = [500]\n    }\n  }\n}';
    const attempts = async (config: string): Promise<number> => {
      await apply({ config, more: router });
      for (const backend of backends.values()) Object.assign(backend, { hits: 0, status: 500 });
      expect(await call()).toMatchObject({ status: 500 });
      return [...backends.values()].reduce((sum, { hits }) => sum + hits, 0);
    };
    expect(await attempts("")).toBe(3);
    const nothing = "retry_budget {\n budget_percent = 0\n min_retry_concurrency = 0\n}";
    expect(await attempts(`limits {\n${nothing}\n}`)).toBe(1);
  });
});

describe("an instance that fails requests", () => {
  const check = (baseEjectionTime: string): Settings => ({
    api: 'load_balancer { policy = "round_robin" }',
    config: `passive_health_check {
      interval           = "100ms"
      max_failures       = 3
      base_ejection_time = "${baseEjectionTime}"
    }`,
  });

  test("gets no request any more", async () => {
    await apply(check("5m"));
    await until("all are reached", async () => (await reached(12)).size === 3);
    backend("api-2").status = 500;
    await until("it is left out", async () => (await outcomes(12)).every((outcome) => outcome === "200"));
    const before = backend("api-2").hits;
    expect(new Set(await outcomes(60))).toEqual(new Set(["200"]));
    expect(backend("api-2").hits).toBe(before);
  });

  test("comes back after a while", async () => {
    await apply(check("500ms"));
    await until("all are reached", async () => (await reached(12)).size === 3);
    backend("api-2").status = 500;
    await until("it is left out", async () => (await outcomes(12)).every((outcome) => outcome === "200"));
    Object.assign(backend("api-2"), { status: 200, hits: 0 });
    await until("it is asked again", async () => (await reached(12)).has("api-2"));
  });

  test("hands over to the failover when it is the last", async () => {
    await apply({
      api: 'subset "first" { filter = "Service.ID == `api-1`" }\n default_subset = "first"\n failover "first" { service = "spare" }',
      config:
        'passive_health_check {\n interval = "100ms"\n max_failures = 3\n max_ejection_percent = 100\n base_ejection_time = "5m"\n}',
    });
    expect(await reached(5)).toEqual(new Set(["api-1"]));
    backend("api-1").status = 500;
    await until("spare takes over", async () => (await call()).body === "spare");
    expect(await reached(20)).toEqual(new Set(["spare"]));
  });
});

test("a service's only instance is left out by 100 percent alone", async () => {
  await apply({
    api: 'subset "first" { filter = "Service.ID == `api-1`" }\n default_subset = "first"',
    config: 'passive_health_check {\n interval = "100ms"\n max_failures = 2\n base_ejection_time = "5m"\n}',
  });
  expect(await reached(3)).toEqual(new Set(["api-1"]));
  backend("api-1").status = 500;
  expect(new Set((await answers(10)).map(({ status, body }) => `${status} ${body}`))).toEqual(
    new Set(["500 api-1"]),
  );
});

describe("an instance that fails the caller's own probes", () => {
  const check: Settings = {
    api: 'load_balancer { policy = "round_robin" }',
    config:
      'active_health_check {\n path = "/health"\n interval = "100ms"\n timeout = "1s"\n unhealthy_threshold = 2\n healthy_threshold = 2\n}',
  };

  test("gets no request until it passes them again", async () => {
    await apply(check);
    await until("all are reached", async () => (await reached(12)).size === 3);
    backend("api-3").healthStatus = 500;
    await until("it is left out", async () => !(await reached(12)).has("api-3"));
    expect(await reached(30)).toEqual(new Set(["api-1", "api-2"]));
    backend("api-3").healthStatus = 200;
    await until("it is asked again", async () => (await reached(12)).has("api-3"));
  });

  test("a connection is probe enough for tcp", async () => {
    await apply({ ...check, config: 'active_health_check {\n type = "tcp"\n interval = "100ms"\n}' });
    await until("all are reached", async () => (await reached(12)).size === 3);
  });
});

test("an instance whose check warns is asked, except by a subset of passing ones only", async () => {
  const only = (passing: boolean): Settings => ({
    api: `load_balancer { policy = "round_robin" }\n subset "all" { only_passing = ${passing} }\n default_subset = "all"`,
  });
  await apply(only(true));
  await until("all are reached", async () => (await reached(12)).size === 3);
  backend("api-1").aliveStatus = 429;
  await until("it is left out", async () => !(await reached(12)).has("api-1"));
  expect(await reached(30)).toEqual(new Set(["api-2", "api-3"]));
  await apply(only(false));
  await until("it is asked again", async () => (await reached(12)).has("api-1"));
});

describe("failover", () => {
  test("takes over when the last instance goes, and hands back when one returns", async () => {
    await apply({ api: 'failover "*" { service = "spare" }' });
    await until("api answers", async () => !(await reached(6)).has("spare"));
    backend("api-1").aliveStatus = 500;
    backend("api-2").aliveStatus = 500;
    await until("one is left", async () => onlyReached("api-3"));
    expect(await reached(20)).toEqual(new Set(["api-3"]));
    backend("api-3").aliveStatus = 500;
    await until("spare takes over", async () => (await call()).body === "spare");
    expect(await reached(20)).toEqual(new Set(["spare"]));
    backend("api-2").aliveStatus = 200;
    await until("api is back", async () => (await call()).body === "api-2");
    expect(await reached(20)).toEqual(new Set(["api-2"]));
  });

  test("by locality asks the nearest first, whatever the order given", async () => {
    const zoneOf = (id: string): string => `subset "${id}" { filter = "Service.ID == \`${id}\`" }`;
    await apply({
      api: `${zoneOf("api-1")}
        ${zoneOf("api-2")}
        ${zoneOf("api-3")}
        default_subset = "api-1"
        failover "api-1" {
          target { subset = "api-3" }
          target { subset = "api-2" }
          policy { mode = "order-by-locality" }
        }`,
    });
    await until("the first answers", async () => (await call()).body === "api-1");
    backend("api-1").aliveStatus = 500;
    await until("another takes over", async () => (await call()).body !== "api-1");
    expect(await reached(10)).toEqual(new Set(["api-2"]));
    backend("api-2").aliveStatus = 500;
    await until("the last takes over", async () => (await call()).body === "api-3");
  });
});

test("near instances are preferred, and the next nearest stand in for them", async () => {
  await apply({ api: 'prioritize_by_locality { mode = "failover" }' });
  await until("the zone's own answers alone", async () => onlyReached("api-1"));
  backend("api-1").aliveStatus = 500;
  await until("the region's own answers alone", async () => onlyReached("api-2"));
  backend("api-2").aliveStatus = 500;
  await until("the other region's answers alone", async () => onlyReached("api-3"));
  backend("api-1").aliveStatus = 200;
  await until("the zone's own is back", async () => onlyReached("api-1"));
});

test("a connection that does not open in time is cut, and names itself", async () => {
  await apply({ tarpit: "connect_timeout_ms = 150" });
  expect(await call({ port: portOf("tarpit-upstream") })).toMatchObject({
    status: 503,
    body: expect.stringContaining("connection timeout"),
  });
  await until("the access log names it", () =>
    /"details":"upstream_reset_before_response_started\{connection_timeout\}".*"flags":"UF"|"flags":"UF".*connection_timeout/.test(
      web.stdout,
    ),
  );
});

test("an upstream spoken to by tcp goes where the resolver leads, not the splitter", async () => {
  const more = 'splitter "api" {\n  split {\n    weight  = 100\n    service = "spare"\n  }\n}';
  await apply({ more });
  await until("the splitter is followed", async () => onlyReached("spare"));
  await apply({ more, config: 'protocol = "tcp"\n balance_outbound_connections = "exact_balance"' });
  await until("the splitter is left out", async () => !(await reached(6)).has("spare"));
  await apply({ more, config: 'protocol = "http2"' });
  await until("the splitter is followed by http2", async () => onlyReached("spare"));
});

test("changed settings break no request", async () => {
  const settings: readonly Settings[] = [
    { config: "limits { max_connections = 50 }" },
    { config: 'active_health_check {\n path = "/health"\n interval = "100ms"\n}' },
    { api: 'load_balancer { policy = "maglev" }' },
    { config: "passive_health_check { max_failures = 3 }" },
    { api: 'prioritize_by_locality { mode = "failover" }' },
    { api: 'failover "*" { service = "spare" }' },
    { api: 'load_balancer { policy = "round_robin" }', weightOfFirst: 3 },
    {},
  ];
  await apply({});
  await until("all are reached", async () => (await reached(12)).size === 3);
  const load = new Load({ port: portOf("upstream"), path: "/" });
  site.atEnd(() => load.stop());
  for (const one of settings) {
    const before = load.records.length;
    await apply(one);
    await until("requests went on", () => load.records.length >= before + 50);
  }
  const records = await load.stop();
  expect(loadOutcomes(records)).toEqual({ "200": records.length });
});

test.each<readonly [string, Settings]>([
  [
    "every limit and check",
    {
      api: 'failover "*" {\n target { service = "spare" }\n policy { mode = "order-by-locality" }\n}\n prioritize_by_locality { mode = "failover" }',
      config: `connect_timeout_ms = 250
        balance_outbound_connections = "exact_balance"
        limits {
          max_connections         = 10
          max_pending_requests    = 20
          max_concurrent_requests = 30
          retry_budget { budget_percent = 12.5 }
        }
        passive_health_check {
          interval                              = "2s"
          consecutive_5xx                       = 3
          enforcing_consecutive_5xx             = 90
          consecutive_gateway_failure           = 2
          enforcing_consecutive_gateway_failure = 80
          max_ejection_percent                  = 50
        }
        active_health_check { path = "/health" }`,
    },
  ],
  [
    "a ring by every part of a request",
    {
      api: `load_balancer {
        policy = "ring_hash"
        ring_hash_config {
          minimum_ring_size = 512
          maximum_ring_size = 4096
        }
        hash_policy {
          field       = "header"
          field_value = "x-user"
          terminal    = true
        }
        hash_policy {
          field       = "cookie"
          field_value = "sticky"
          cookie_config { session = true }
        }
        hash_policy {
          field       = "query_parameter"
          field_value = "user"
        }
        hash_policy { source_ip = true }
      }`,
    },
  ],
  [
    "a whole connection by its address",
    {
      api: 'load_balancer {\n policy = "maglev"\n hash_policy { source_ip = true }\n}',
      config: 'protocol = "tcp"\n active_health_check { type = "tcp" }',
    },
  ],
])("%s passes envoy --mode validate without a warning", (_, settings) =>
  expectValidRendering(site, documentOf(settings)),
);

interface Settings {
  /** Within the resolver of api. */
  readonly api?: string;
  /** Within the settings of web's upstreams api and tarpit. */
  readonly config?: string;
  readonly tarpit?: string;
  /** Further blocks. */
  readonly more?: string;
  readonly weightOfFirst?: number;
}

async function apply(settings: Settings): Promise<void> {
  writeFileSync(documentPath, documentOf(settings));
  const { code, stdout, stderr } = await site.runMesh("apply", documentPath, "--auto-approve", "--wait");
  if (code !== 0) throw new Error(`mesh apply ended with ${code}\n${stdout}${stderr}`);
}

function documentOf({
  api = "",
  config = "",
  tarpit: pit = "",
  more = "",
  weightOfFirst = 1,
}: Settings): string {
  const instances = Object.entries(placeOf).map(([id, place]) => {
    const [region, zone] = place.split(" ");
    const weight = id === "api-1" ? weightOfFirst : 1;
    return `instance "${id}" {
      port         = ${portOf(id)}
      sidecar_port = ${portOf(sidecarOf(id))}
      weights { passing = ${weight} }
      locality {
        region = "${region ?? ""}"
        zone   = "${zone ?? ""}"
      }
    }`;
  });
  const check = 'check "http" {\n  path     = "/alive"\n  interval = "100ms"\n  timeout  = "2s"\n}';
  return `
mesh { default_intention_policy = "allow" }
service "api" {
  port     = ${portOf("api-1")}
  protocol = "http"
  ${check}
  ${instances.join("\n")}
}
service "spare" {
  port     = ${portOf("spare")}
  protocol = "http"
  instance "spare" { sidecar_port = ${portOf(sidecarOf("spare"))} }
}
service "tarpit" {
  port     = ${portOf("tarpit-program")}
  protocol = "http"
  instance "tarpit" { sidecar_port = ${portOf("tarpit")} }
}
service "web" {
  port     = ${portOf("web")}
  protocol = "http"
  locality {
    region = "eu"
    zone   = "eu-a"
  }
  instance "web" { sidecar_port = ${portOf("web-sidecar")} }
  upstream "api" {
    local_bind_port = ${portOf("upstream")}
    config {
      ${config}
    }
  }
  upstream "tarpit" {
    local_bind_port = ${portOf("tarpit-upstream")}
    config {
      ${pit}
    }
  }
}
resolver "api" {
  ${api}
}
${more}
`;
}

function connect(service: string, instance: string): ChildProgram {
  // One thread, so that turns and limits are counted in one place.
  return site.mesh(
    "connect",
    "envoy",
    "-service",
    service,
    "-instance",
    instance,
    "--",
    "--concurrency",
    "1",
  );
}

interface Call {
  readonly headers?: Readonly<Record<string, string>>;
  readonly path?: string;
  readonly port?: number;
}

/** A request of web's program to its upstream. */
function call({ headers = {}, path = "/", port = portOf("upstream") }: Call = {}): Promise<Answer> {
  return request({ port, path, headers });
}

/** So many requests, one after another. */
async function answers(count: number): Promise<readonly Answer[]> {
  const seen: Answer[] = [];
  while (seen.length < count) seen.push(await call());
  return seen;
}

async function outcomes(count: number): Promise<readonly string[]> {
  return (await answers(count)).map(({ status }) => `${status}`);
}

/** The names of the instances that answered. */
async function reached(count: number): Promise<ReadonlySet<string>> {
  return new Set((await answers(count)).map(({ body }) => body));
}

async function onlyReached(name: string): Promise<boolean> {
  return [...(await reached(10))].join() === name;
}

async function shares(count: number): Promise<Readonly<Record<string, number>>> {
  const seen: Record<string, number> = {};
  for (const { body } of await answers(count)) seen[body] = (seen[body] ?? 0) + 1;
  return seen;
}

function backend(name: (typeof names)[number]): ControlledBackend {
  const found = backends.get(name);
  if (!found) throw new Error(`no backend ${name}`);
  return found;
}

function portOf(name: string): number {
  const port = ports.get(name);
  if (port === undefined) throw new Error(`no port for ${name}`);
  return port;
}

function sidecarOf(name: string): string {
  return `${name}-sidecar`;
}
