import { describe, expect, test } from "@jest/globals";
import { AgentClient, AgentError } from "../../src/client/agent-client.ts";

interface Sent {
  readonly url: string;
  readonly method: string | undefined;
  readonly body: unknown;
  readonly contentType: string | null;
}

/** A client whose every request gets one answer, and the requests it sent. */
function clientWith(
  answer: () => Response,
  address = "http://127.0.0.1:8500",
): { client: AgentClient; sent: Sent[] } {
  const sent: Sent[] = [];
  const fetch: typeof globalThis.fetch = async (url, init) => {
    const request = new Request(url, init);
    const body: unknown = request.method === "GET" ? undefined : await request.json();
    sent.push({
      url: request.url,
      method: request.method,
      body,
      contentType: request.headers.get("content-type"),
    });
    return answer();
  };
  return { client: new AgentClient({ address, fetch }), sent };
}

const json =
  (body: unknown, status = 200) =>
  (): Response =>
    Response.json(body, { status });
/** Has the mark of every answer. */
const anyAnswer = {
  proxies: [],
  entries: [],
  kind: "applied",
  settled: true,
  instances: [],
  revision: 1,
  roots: [],
  datacenter: "dc1",
};
const request = { documents: [], variables: [], base_revision: 0 };

describe("requests", () => {
  test.each<[string, (client: AgentClient) => Promise<unknown>, Partial<Sent>]>([
    ["status", (client) => client.status(), { method: "GET", url: "/v1/mesh/status", contentType: null }],
    ["set", (client) => client.set("a b/c"), { url: "/v1/mesh/sets/a%20b%2Fc" }],
    [
      "forgetPlans",
      (client) => client.forgetPlans("a"),
      { method: "DELETE", url: "/v1/mesh/sets/a/plan", body: {}, contentType: "application/json" },
    ],
    [
      "apply",
      (client) => client.apply("default", request),
      { method: "PUT", url: "/v1/mesh/sets/default", body: request, contentType: "application/json" },
    ],
    [
      "plan",
      (client) => client.plan("a b", { documents: [], variables: [] }),
      { method: "POST", url: "/v1/mesh/sets/a%20b/plan", body: { documents: [], variables: [] } },
    ],
    ["revision", (client) => client.revision(3, 1499.6), { url: "/v1/mesh/revisions/3?wait=1500ms" }],
    ["instances", (client) => client.instances("web"), { url: "/v1/mesh/services/web/instances" }],
    [
      "reportHealth",
      (client) => client.reportHealth("web-1", { checks: [], lease_ms: 1 }),
      { method: "PUT", url: "/v1/mesh/instances/web-1/health", body: { checks: [], lease_ms: 1 } },
    ],
    [
      "release",
      (client) => client.release("web-1"),
      { method: "DELETE", body: {}, contentType: "application/json" },
    ],
    [
      "proxyConfiguration",
      (client) => client.proxyConfiguration("web/1"),
      { method: "GET", url: "/v1/mesh/proxies/web%2F1" },
    ],
    [
      "reachability",
      (client) => client.reachability({ source: "web", destination: "api" }),
      { method: "POST", url: "/v1/mesh/reachability", body: { source: "web", destination: "api" } },
    ],
    ["roots", (client) => client.roots(), { url: "/v1/mesh/ca/roots" }],
  ])("%s", async (_, call, expected) => {
    const { client, sent } = clientWith(json(anyAnswer));
    await call(client);
    expect(sent).toMatchObject([
      { ...expected, ...(expected.url !== undefined && { url: `http://127.0.0.1:8500${expected.url}` }) },
    ]);
  });

  test("a slash behind the address does no harm", async () => {
    const { client, sent } = clientWith(json(anyAnswer), "http://127.0.0.1:8500//");
    await client.status();
    expect(sent[0]?.url).toBe("http://127.0.0.1:8500/v1/mesh/status");
  });
});

describe("answers", () => {
  test.each([
    ["applied", 200],
    ["unchanged", 200],
    ["conflict", 409],
    ["refused", 422],
  ])("an apply that ends as %s is an answer", async (kind, status) => {
    const { client } = clientWith(json({ kind, revision: 2 }, status));
    await expect(client.apply("default", request)).resolves.toMatchObject({ kind });
  });

  test.each([
    ["planned", 200],
    ["refused", 422],
  ])("a plan that ends as %s is an answer", async (kind, status) => {
    const { client } = clientWith(json({ kind }, status));
    await expect(client.plan("default", request)).resolves.toMatchObject({ kind });
  });

  test.each<[string, () => Response, AgentError["code"], string]>([
    [
      "the agent's own words",
      json({ error: "The body is not valid JSON." }, 400),
      "refused",
      "The body is not valid JSON.",
    ],
    ["no words", json({}, 500), "refused", "the agent answered 500"],
    ["words that are none", json({ error: 5 }, 500), "refused", "the agent answered 500"],
    ["a list", json([], 404), "refused", "the agent answered 404"],
    ["null", json(null, 404), "refused", "the agent answered 404"],
    [
      "a page",
      () => new Response("<html>", { status: 200 }),
      "malformed",
      "what answers at http://127.0.0.1:8500 is no Meshwork agent; correct the address",
    ],
    [
      "another server's JSON",
      json({ hello: "world" }),
      "malformed",
      "what answers at http://127.0.0.1:8500 is no Meshwork agent; correct the address",
    ],
    [
      "nothing",
      () => new Response(null, { status: 204 }),
      "malformed",
      "what answers at http://127.0.0.1:8500 is no Meshwork agent; correct the address",
    ],
  ])("%s", async (_, answer, code, message) => {
    const { client } = clientWith(answer);
    await expect(client.status()).rejects.toThrow(expect.objectContaining({ code, message }));
  });

  test("a conflict of anything else than an apply is a refusal", async () => {
    const { client } = clientWith(json({ error: "no" }, 409));
    await expect(client.status()).rejects.toThrow(
      expect.objectContaining({ code: "refused", message: "no" }),
    );
  });

  test("nobody there", async () => {
    const cause = new TypeError("fetch failed");
    const client = new AgentClient({ address: "http://127.0.0.1:1", fetch: () => Promise.reject(cause) });
    const failure = await client.status().catch((thrown: unknown) => thrown);
    expect(failure).toBeInstanceOf(AgentError);
    expect(failure).toMatchObject({
      code: "unreachable",
      message:
        "no agent answers at http://127.0.0.1:1 (fetch failed); start one with `mesh agent -dev`, or give its address with -address",
      cause,
    });
  });
});
