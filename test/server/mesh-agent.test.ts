import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { ApplyRequest } from "../../src/client/api-types.ts";
import { typeUrls } from "../../src/envoy/resource.ts";
import { silentLogger } from "../../src/platform/logger.ts";
import { settlingMs } from "../../src/server/catalog-health.ts";
import { MeshAgent } from "../../src/server/mesh-agent.ts";
import { StateDirectory } from "../../src/server/state-directory.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { fixedRandom } from "../support/fake-random.ts";

let directory = "";
let clock = new FakeClock();
let agent: MeshAgent;

function newAgent(): MeshAgent {
  return new MeshAgent({
    state: new StateDirectory(directory),
    clock,
    random: fixedRandom(0.5),
    logger: silentLogger,
    leafTtlMs: 3_600_000,
  });
}

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "mesh-test-"));
  clock = new FakeClock(Date.now());
  agent = newAgent();
});
afterEach(() => {
  agent.stop();
  rmSync(directory, { recursive: true, force: true });
});

const web = `service "web" {
  port = 8080
  upstream "api" { local_bind_port = 9000 }
}
`;
const api = `service "api" {
  port    = 8080
  address = "10.0.0.2"
  check "tcp" {}
}
`;

const request = (text: string, base_revision = 0): ApplyRequest => ({
  documents: [{ filename: "mesh.hcl", text }],
  variables: [],
  base_revision,
});

const healthOf = (id: string): string | undefined =>
  agent.status().proxies.find((proxy) => proxy.id === id)?.health;

describe("apply", () => {
  test("puts a set in force as the next revision", async () => {
    expect(agent.status()).toEqual({
      revision: 0,
      sets: [],
      datacenter: "dc1",
      trust_domain: "mesh.internal",
      proxies: [],
    });
    expect(await agent.apply("default", request(`mesh { datacenter = "eu" }\n${web}${api}`))).toEqual({
      kind: "applied",
      revision: 1,
    });
    expect(agent.status()).toMatchObject({
      revision: 1,
      sets: ["default"],
      datacenter: "eu",
      proxies: [
        { id: "api-sidecar-proxy", service: "api", connected: false },
        { id: "web-sidecar-proxy", service: "web", connected: false },
      ],
    });
    expect(agent.set("default").entries.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      "mesh mesh",
      "service web",
      "service api",
    ]);
    expect(agent.set("other")).toMatchObject({ revision: 1, entries: [] });
  });

  test("of the same set changes nothing", async () => {
    await agent.apply("default", request(api));
    expect(await agent.apply("default", request(api, 1))).toEqual({ kind: "unchanged", revision: 1 });
  });

  test("against another revision is a conflict", async () => {
    await agent.apply("default", request(api));
    expect(await agent.apply("default", request(`${api}# more`, 0))).toEqual({
      kind: "conflict",
      revision: 1,
    });
    expect(agent.status().revision).toBe(1);
  });

  test("of a set with mistakes is refused with them, and the mesh stays as it was", async () => {
    await agent.apply("default", request(api));
    const outcome = await agent.apply("default", request('service "web" {}', 1));
    expect(outcome).toMatchObject({
      kind: "refused",
      report: {
        valid: false,
        error_count: 1,
        diagnostics: [{ code: "MESH2005", range: { filename: "mesh.hcl" } }],
      },
    });
    expect(agent.status()).toMatchObject({ revision: 1, proxies: [{ id: "api-sidecar-proxy" }] });
  });

  test("is judged together with the other sets", async () => {
    await agent.apply("one", request(api));
    expect(await agent.apply("two", request(web, 1))).toEqual({ kind: "applied", revision: 2 });
    expect(agent.status().sets).toEqual(["one", "two"]);
    expect(await agent.apply("one", request("", 2))).toMatchObject({ kind: "refused" });
    expect(await agent.apply("two", request(api, 2))).toMatchObject({
      kind: "refused",
      report: { diagnostics: [{ code: "MESH3001" }] },
    });
  });

  test("runs one after the other: of two at once the second is a conflict", async () => {
    const outcomes = await Promise.all([
      agent.apply("default", request(api)),
      agent.apply("default", request(web + api)),
    ]);
    expect(outcomes).toEqual([
      { kind: "applied", revision: 1 },
      { kind: "conflict", revision: 1 },
    ]);
  });

  test("reads variables as they were given", async () => {
    const text = 'variable "port" { type = number }\nservice "web" {\n  port = var.port\n}';
    await agent.apply("default", {
      ...request(text),
      variables: [{ name: "port", origin: "-var", text: "1234" }],
    });
    expect(agent.set("default").entries).toMatchObject([{ value: { port: 1234 } }]);
  });
});

describe("the revision of a set", () => {
  const based = (text: string, base_set_revision: number): ApplyRequest => ({
    documents: [{ filename: "mesh.hcl", text }],
    variables: [],
    base_set_revision,
  });

  const other = 'service "other" {\n  port    = 1\n  address = "10.0.0.3"\n}';

  test("is what an apply may be based on: other sets may change meanwhile, this one not", async () => {
    expect(await agent.apply("one", based(api, 0))).toEqual({ kind: "applied", revision: 1 });
    expect(await agent.apply("two", based(other, 0))).toMatchObject({ revision: 2 });
    expect(agent.set("one")).toMatchObject({ revision: 2, set_revision: 1 });
    expect(await agent.apply("one", based(web + api, 1))).toEqual({ kind: "applied", revision: 3 });
    expect(await agent.apply("one", based(api, 1))).toEqual({ kind: "conflict", revision: 3 });
    expect(agent.set("one").set_revision).toBe(3);
  });

  test("is 0 for a set that is not there, or no more", async () => {
    expect(agent.set("one").set_revision).toBe(0);
    await agent.apply("one", based(api, 0));
    await agent.apply("one", based("", 1));
    expect(agent.set("one")).toMatchObject({ revision: 2, set_revision: 0 });
    expect(await agent.apply("one", based(api, 2))).toMatchObject({ kind: "conflict" });
  });

  test("comes with the documents", async () => {
    expect(agent.setDocuments("one")).toEqual({ set_revision: 0, documents: [], files: [] });
    await agent.apply("one", based(api, 0));
    const documents = [{ filename: "mesh.hcl", text: api }];
    expect(agent.setDocuments("one")).toEqual({ set_revision: 1, documents, files: [] });
  });

  test("a value sent as sensitive is shown to nobody, though its variable is declared without", async () => {
    const text = `variable "token" {}\n${api.replace('check "tcp" {}', "meta = { token = var.token }")}`;
    const variables = [{ name: "token", origin: "a test", value: "hunter2", sensitive: true as const }];
    await agent.apply("one", { ...based(text, 0), variables });
    expect(agent.set("one").entries).toMatchObject([{ value: { meta: { token: "(sensitive value)" } } }]);
  });
});

describe("plan", () => {
  test("tells what an apply would change, and against which revision, and changes nothing", async () => {
    await agent.apply("default", request(api));
    expect(agent.plan("default", request(`${web}${api.replace("8080", "8081")}`))).toEqual({
      kind: "planned",
      revision: 1,
      set_revision: 1,
      in_force: false,
      changes: [
        {
          action: "change",
          kind: "service",
          name: "api",
          fields: [{ path: "port", before: 8080, after: 8081 }],
        },
        { action: "add", kind: "service", name: "web", fields: [] },
      ],
    });
    expect(agent.status()).toMatchObject({ revision: 1, proxies: [{ id: "api-sidecar-proxy" }] });
    expect(agent.plan("other", request(""))).toEqual({
      kind: "planned",
      revision: 1,
      set_revision: 0,
      in_force: false,
      changes: [],
    });
    expect(agent.plan("default", request(""))).toMatchObject({ changes: [{ action: "remove" }] });
  });

  test("knows what is in force to the letter", async () => {
    await agent.apply("default", request(api));
    expect(agent.plan("default", request(api))).toMatchObject({ in_force: true, set_revision: 1 });
    expect(agent.plan("default", request(`${api}\n# a comment`))).toMatchObject({
      in_force: false,
      changes: [],
    });
  });

  test("lists a change of a sensitive value alone, and neither of the values", async () => {
    const text = `variable "token" { sensitive = true }\n${api.replace('check "tcp" {}', "meta = { token = var.token }")}`;
    const withToken = (token: string, base = 0): ApplyRequest => ({
      ...request(text, base),
      variables: [{ name: "token", origin: "-var", text: token }],
    });
    await agent.apply("default", withToken("hunter2"));
    const fields = [{ path: "meta.token", before: "(sensitive value)", after: "(sensitive value)" }];
    expect(agent.plan("default", withToken("swordfish"))).toEqual({
      kind: "planned",
      revision: 1,
      set_revision: 1,
      in_force: false,
      changes: [{ action: "change", kind: "service", name: "api", fields }],
    });
    expect(agent.plan("default", withToken("hunter2"))).toMatchObject({ changes: [] });
    await agent.apply("default", withToken("swordfish", 1));
    expect(agent.plan("default", withToken("hunter2"))).toMatchObject({ revision: 2, changes: [{ fields }] });
    expect(JSON.stringify(agent.set("default"))).not.toMatch(/hunter2|swordfish/);
  });

  test("says what changes for traffic when asked, and the same again until that is forgotten", async () => {
    const intentions = (action: string): string =>
      `intentions "api" {\n  source "web" { action = "${action}" }\n}\n`;
    const asked = { ...request(web + api), with_traffic: true };
    expect(agent.plan("mesh", asked)).toMatchObject({ traffic: { changes: [], is_complete: true } });
    await agent.apply("mesh", request(web + api));
    await agent.apply("rules", request(intentions("allow"), 1));
    const removing = { ...request("# no rules"), with_traffic: true };
    const change = { kind: "verdict", source: "web", destination: "api", before: "allowed", after: "denied" };
    const traffic = { changes: [change], is_complete: true };
    expect(agent.plan("rules", removing)).toMatchObject({ traffic });
    expect(agent.plan("rules", request("# no rules"))).not.toHaveProperty("traffic");

    await agent.apply("mesh", request(`${web}${api}mesh { default_intention_policy = "allow" }\n`, 2));
    expect(agent.plan("rules", removing)).toMatchObject({ traffic });
    agent.forgetPlans("rules");
    expect(agent.plan("rules", removing)).toMatchObject({ traffic: { changes: [] } });
  });

  test("is refused where an apply would be, together with the other sets", async () => {
    await agent.apply("one", request(api));
    expect(agent.plan("one", request(web))).toMatchObject({
      kind: "refused",
      report: { diagnostics: [{ code: "MESH3002" }] },
    });
    expect(agent.plan("two", request(web))).toMatchObject({ kind: "planned" });
  });
});

describe("what a proxy is told", () => {
  test("is there for every proxy that is declared, connected or not", async () => {
    expect(agent.proxyConfiguration("web-sidecar-proxy")).toEqual({ revision: 0, datacenter: "dc1" });
    await agent.apply("default", request(`mesh { datacenter = "eu" }\n${web}${api}`));
    expect(agent.proxyConfiguration("nobody-sidecar-proxy")).toEqual({ revision: 1, datacenter: "eu" });
    const told = agent.proxyConfiguration("web-sidecar-proxy");
    expect(told).toMatchObject({
      revision: 1,
      datacenter: "eu",
      proxy: { id: "web-sidecar-proxy", service: "web" },
    });
    expect(new Set(told.proxy?.resources.map(({ type }) => type))).toEqual(
      new Set(["cluster", "endpoint", "listener"]),
    );
    expect(told.proxy?.resources.find(({ name }) => name === "outbound~api")).toMatchObject({
      value: { name: "outbound~api", "@type": typeUrls.listener },
      origins: [{ filename: "mesh.hcl", start: { line: 4 } }],
    });
  });
});

describe("whether a call gets through", () => {
  test("is asked of what is in force", async () => {
    const question = { source: "web", destination: "api" };
    expect(agent.reachability(question)).toEqual({ kind: "unknown-name", name: "api", known: [] });
    await agent.apply("default", request(web + api));
    expect(agent.reachability(question)).toMatchObject({ allowed: false, rule: "default-deny" });
    const allowing = `${web}${api}intentions "api" {\n  source "web" { action = "allow" }\n}\n`;
    await agent.apply("default", request(allowing, 1));
    expect(agent.reachability(question)).toEqual({
      kind: "known",
      allowed: true,
      verdict: "allowed",
      rule: "api/web",
      declared_at: { filename: "mesh.hcl", line: 11 },
      ways: [],
      changes: [],
      assumptions: [],
    });
    expect(agent.reachability({ ...question, request: {} })).toMatchObject({
      allowed: true,
      ways: [{ percent: 100, verdict: "allowed", details: "via_upstream" }],
    });
  });
});

describe("identities", () => {
  /** Leaves are signed with real keys, which takes turns of the event loop. */
  async function secretOf(id: string): Promise<string> {
    const { board } = agent;
    await new Promise<void>((resolve) => {
      board.subscribe(id, resolve);
      if (board.current({ id })) resolve();
    });
    const secrets = board.current({ id })?.resources.get(typeUrls.secret);
    return JSON.stringify(secrets?.get("trust-bundle")?.message);
  }

  test("a proxy gets its secrets, and the roots stay the same over a restart", async () => {
    await agent.apply("default", request(api));
    const before = await secretOf("api-sidecar-proxy");
    expect(before).toContain("BEGIN CERTIFICATE");
    const roots = await agent.roots();
    agent.stop();
    agent = newAgent();
    expect(await agent.roots()).toEqual([]);
    await agent.apply("default", request(api));
    expect(await agent.roots()).toEqual(roots);
    expect(await secretOf("api-sidecar-proxy")).toBe(before);
  });

  test("another trust domain has other roots", async () => {
    await agent.apply("default", request(api));
    const roots = await agent.roots();
    await agent.apply("default", request(`mesh { trust_domain = "example.org" }\n${api}`, 1));
    expect(agent.status().trust_domain).toBe("example.org");
    expect(await agent.roots()).not.toEqual(roots);
  });
});

describe("health", () => {
  const report = (status: "passing" | "critical") => ({
    checks: [{ id: "api:tcp:0", status, output: "" }],
    lease_ms: 5000,
  });

  beforeEach(async () => {
    await agent.apply("default", request(web + api));
  });

  test("of an instance that never reported is unknown, and critical once the agent has settled", () => {
    expect([healthOf("api-sidecar-proxy"), healthOf("web-sidecar-proxy")]).toEqual(["unknown", "passing"]);
    clock.advance(settlingMs - 1);
    expect(healthOf("api-sidecar-proxy")).toBe("unknown");
    clock.advance(1);
    expect(healthOf("api-sidecar-proxy")).toBe("critical");
  });

  test("settling tells the proxies that use such instances", () => {
    const told: string[] = [];
    for (const { id } of agent.status().proxies) agent.board.subscribe(id, () => told.push(id));
    clock.advance(settlingMs);
    expect(told.filter((id) => id === "web-sidecar-proxy")).toEqual(["web-sidecar-proxy"]);
  });

  test("is what was reported, until the lease is over", () => {
    expect(agent.reportHealth("api", report("passing"))).toMatchObject({
      revision: 1,
      instance: { id: "api", service: "api", checks: [{ id: "api:tcp:0", interval_ms: 10_000 }] },
    });
    expect(healthOf("api-sidecar-proxy")).toBe("passing");
    clock.advance(5000);
    expect(healthOf("api-sidecar-proxy")).toBe("critical");
  });

  test("is known to the agent that comes after, until it has settled", async () => {
    agent.reportHealth("api", report("passing"));
    clock.advance(1_000);
    const killed = agent;
    agent = newAgent();
    killed.stop();
    await agent.apply("default", request(web + api));
    expect(healthOf("api-sidecar-proxy")).toBe("passing");
    clock.advance(settlingMs);
    expect(healthOf("api-sidecar-proxy")).toBe("critical");
  });

  test("of an instance that was released is critical at once", () => {
    agent.reportHealth("api", report("passing"));
    agent.release("api");
    expect(healthOf("api-sidecar-proxy")).toBe("critical");
  });

  test("an instance nobody declares may report, and is told nothing to check", () => {
    expect(agent.reportHealth("nobody", { checks: [], lease_ms: 1 })).toEqual({ revision: 1 });
  });

  test("instances are listed with what to check", () => {
    expect(agent.instances("api")).toMatchObject({
      revision: 1,
      datacenter: "dc1",
      instances: [{ id: "api", checks: [{}] }],
    });
    expect(agent.instances("nobody").instances).toEqual([]);
  });
});

describe("a revision", () => {
  beforeEach(async () => {
    await agent.apply("default", request(web + api));
  });

  const observe = (
    streamId: number,
    id: string,
    ...kinds: readonly ("acknowledged" | "rejected")[]
  ): void => {
    const base = { streamId, atMs: clock.now() };
    agent.proxies.observe({ ...base, kind: "opened", node: { id, cluster: "" } });
    const refusal = { typeUrl: typeUrls.listener, resources: ["outbound~api"], message: "no such thing" };
    for (const kind of kinds) {
      if (kind === "acknowledged") agent.proxies.observe({ ...base, kind, revision: 1 });
      else agent.proxies.observe({ ...base, kind, revision: 1, refusal, held: [] });
    }
  };

  test("without proxies is settled, and one to come is not", () => {
    expect(agent.revision(1)).toEqual({ revision: 1, settled: true, proxies: [] });
    expect(agent.revision(2).settled).toBe(false);
  });

  test("is settled when every connected proxy has answered, either way", () => {
    let changes = 0;
    agent.onProxyChange(() => (changes += 1));
    observe(1, "web-sidecar-proxy");
    expect(agent.revision(1)).toMatchObject({
      settled: false,
      proxies: [{ id: "web-sidecar-proxy", connected: true }],
    });
    observe(2, "api-sidecar-proxy", "acknowledged");
    expect(agent.revision(1).settled).toBe(false);
    observe(3, "web-sidecar-proxy", "rejected");
    expect(agent.revision(1).settled).toBe(true);
    expect(changes).toBeGreaterThan(0);
  });

  test("a rejection is told with the lines it comes from", async () => {
    await new Promise<void>((resolve) => {
      agent.board.subscribe("web-sidecar-proxy", resolve);
      if (agent.board.current({ id: "web-sidecar-proxy" })) resolve();
    });
    observe(1, "web-sidecar-proxy", "rejected");
    const [proxy] = agent.revision(1).proxies;
    expect(proxy?.rejection).toMatchObject({
      type: "Listener",
      resources: ["outbound~api"],
      message: "no such thing",
      origins: [{ filename: "mesh.hcl", start: { line: 3, column: 3 } }],
    });
  });
});
