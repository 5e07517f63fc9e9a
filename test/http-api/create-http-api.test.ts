import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import type {
  ApplyOutcome,
  PlanOutcome,
  ReachabilityRequest,
  RevisionResponse,
} from "../../src/client/api-types.ts";
import { createHttpApi } from "../../src/http-api/create-http-api.ts";
import type { MeshService } from "../../src/http-api/mesh-service.ts";
import type { Logger } from "../../src/platform/logger.ts";
import { silentLogger } from "../../src/platform/logger.ts";

const nothing = {
  status: () => ({ revision: 0, sets: [], datacenter: "dc1", trust_domain: "mesh.internal", proxies: [] }),
  setDocuments: () => ({ set_revision: 0, documents: [], files: [] }),
  set: () => ({ revision: 0, set_revision: 0, entries: [], other_sets: [] }),
  forgetPlans: () => undefined,
  plan: () => ({ kind: "planned", revision: 1, set_revision: 1, in_force: false, changes: [] }),
  apply: () => Promise.resolve({ kind: "applied", revision: 1 }),
  revision: (revision) => ({ revision, settled: true, proxies: [] }),
  onProxyChange: () => () => undefined,
  proxyConfiguration: () => ({ revision: 0, datacenter: "dc1" }),
  reachability: ({ source }) => ({ kind: "unknown-name", name: source, known: [] }),
  instances: () => ({ revision: 0, datacenter: "dc1", instances: [] }),
  settings: () => ({ revision: 0, settings: [] }),
  reportHealth: () => ({ revision: 0 }),
  release: () => undefined,
  roots: () => Promise.resolve(["(root)"]),
} satisfies MeshService;

interface Ask {
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly mesh?: Partial<MeshService>;
  readonly logger?: Logger;
  readonly signal?: AbortSignal;
  readonly isToken?: (given: string) => boolean;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

async function ask(
  path: string,
  { method = "GET", body, headers = {}, mesh = {}, logger = silentLogger, signal, isToken }: Ask = {},
): Promise<Answer> {
  const api = createHttpApi({ mesh: { ...nothing, ...mesh }, logger, isToken });
  const response = await api.request(`http://127.0.0.1:8500${path}`, {
    method,
    headers: {
      host: "127.0.0.1:8500",
      ...(body !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    ...(body !== undefined && { body }),
    ...(signal && { signal }),
  });
  return { status: response.status, body: await response.json() };
}

const put = (path: string, body: unknown, more: Ask = {}): Promise<Answer> =>
  ask(path, { method: "PUT", body: typeof body === "string" ? body : JSON.stringify(body), ...more });

describe("exposure", () => {
  test.each(["127.0.0.1:8500", "127.0.0.1", "localhost:8500", "LOCALHOST", "[::1]:8500", "[::1]"])(
    "answers to the Host %s",
    async (host) =>
      expect(await ask("/v1/mesh/status", { headers: { host } })).toMatchObject({ status: 200 }),
  );

  test.each([
    "evil.example",
    "127.0.0.1.evil.example:8500",
    "localhost.evil.example",
    "10.0.0.1:8500",
    "0.0.0.0:8500",
    "",
  ])("refuses the Host %j", async (host) =>
    expect(await ask("/v1/mesh/status", { headers: { host } })).toMatchObject({ status: 403 }),
  );

  test.each([
    "https://evil.example",
    "http://localhost.evil.example",
    "null",
    "file://",
    "http://127.0.0.1.evil.example:8500",
  ])("refuses the Origin %s", async (origin) =>
    expect(await ask("/v1/mesh/status", { headers: { origin } })).toEqual({
      status: 403,
      body: { error: `Pages of ${origin} may not use this agent.` },
    }),
  );

  test("answers its own pages", async () =>
    expect(await ask("/v1/mesh/status", { headers: { origin: "http://localhost:8500" } })).toMatchObject({
      status: 200,
    }));

  test.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "",
    "application/jsonp",
    "text/plain; application/json",
  ])("refuses a write of the type %j", async (type) =>
    expect(await put("/v1/mesh/sets/default", "{}", { headers: { "content-type": type } })).toEqual({
      status: 415,
      body: { error: "Writes must have the content type application/json." },
    }),
  );

  test("takes a write whose type names a charset", async () =>
    expect(
      await put(
        "/v1/mesh/sets/default",
        { documents: [], variables: [], base_revision: 0 },
        { headers: { "content-type": "Application/JSON; charset=utf-8" } },
      ),
    ).toMatchObject({ status: 200 }));

  test("a refused request reaches nothing", async () => {
    const release = jest.fn();
    await ask("/v1/mesh/instances/a/health", { method: "DELETE", mesh: { release } });
    expect(release).not.toHaveBeenCalled();
  });
});

describe("an agent with a token", () => {
  const isToken = (given: string): boolean => given === "right";

  test.each([
    ["nothing", {}, 401, "This agent asks for a token"],
    ["another token", { authorization: "Bearer wrong" }, 401, "This is not the token"],
    ["a password", { authorization: "Basic cmlnaHQ6" }, 401, "This agent asks for a token"],
    ["two words", { authorization: "Bearer right right" }, 401, "This agent asks for a token"],
    ["the token", { authorization: "Bearer right" }, 200, undefined],
    ["the token, in another spelling of the scheme", { authorization: "bearer  right" }, 200, undefined],
  ])("answers one with %s", async (_, headers, status, error) => {
    for (const path of ["/v1/mesh/status", "/v1/mesh/ca/roots"]) {
      const answer = await ask(path, { isToken, headers });
      expect(answer.status).toBe(status);
      if (error !== undefined) expect(answer.body).toEqual({ error: expect.stringContaining(error) });
    }
  });

  test("tells those without it nothing, not even what there is", async () => {
    expect(await ask("/nowhere", { isToken })).toMatchObject({ status: 401 });
    expect(await put("/v1/mesh/sets/default", "{", { isToken })).toMatchObject({ status: 401 });
  });
});

describe("routes", () => {
  test.each<[string, string, unknown]>([
    ["status", "/v1/mesh/status", nothing.status()],
    ["a set", "/v1/mesh/sets/default", { revision: 0, set_revision: 0, entries: [], other_sets: [] }],
    ["a set's documents", "/v1/mesh/sets/default/documents", { set_revision: 0, documents: [], files: [] }],
    ["a revision", "/v1/mesh/revisions/7", { revision: 7, settled: true, proxies: [] }],
    ["instances", "/v1/mesh/services/web/instances", { revision: 0, datacenter: "dc1", instances: [] }],
    ["settings", "/v1/mesh/services/web/settings", { revision: 0, settings: [] }],
    ["a proxy", "/v1/mesh/proxies/web-sidecar-proxy", { revision: 0, datacenter: "dc1" }],
    ["roots", "/v1/mesh/ca/roots", { roots: ["(root)"] }],
  ])("%s", async (_, path, body) => expect(await ask(path)).toEqual({ status: 200, body }));

  test("what plans were told is forgotten", async () => {
    const forgetPlans = jest.fn();
    const answer = await ask("/v1/mesh/sets/one/plan", {
      method: "DELETE",
      body: "{}",
      mesh: { forgetPlans },
    });
    expect(answer).toEqual({ status: 200, body: {} });
    expect(forgetPlans).toHaveBeenCalledWith("one");
  });

  test("a plan may ask for traffic", async () => {
    const plan = jest.fn<MeshService["plan"]>(nothing.plan);
    const set = { documents: [], variables: [], with_traffic: true };
    await ask("/v1/mesh/sets/one/plan", { method: "POST", body: JSON.stringify(set), mesh: { plan } });
    expect(plan).toHaveBeenCalledWith("one", set);
  });

  test("names are decoded", async () => {
    const set = jest.fn((_name: string) => nothing.set());
    await ask("/v1/mesh/sets/team%2Da", { mesh: { set } });
    expect(set).toHaveBeenCalledWith("team-a");
  });

  test.each([
    ["a space and a slash", "a%20b%2Fc"],
    ["what steers a terminal", "%1b%5b31mred"],
    ["a way up", "..%2f..%2fetc"],
    ["more than 64 characters", "a".repeat(65)],
  ])("the name of a set with %s is refused", async (_, name) => {
    expect((await ask(`/v1/mesh/sets/${name}`)).status).toBe(400);
  });

  test.each<[ApplyOutcome, number]>([
    [{ kind: "applied", revision: 1 }, 200],
    [{ kind: "unchanged", revision: 1 }, 200],
    [{ kind: "conflict", revision: 1 }, 409],
    [
      {
        kind: "refused",
        report: { format_version: "1.0", valid: false, error_count: 1, warning_count: 0, diagnostics: [] },
      },
      422,
    ],
  ])("an apply's outcome has its status: %j", async (outcome, status) => {
    const mesh = { apply: () => Promise.resolve(outcome) };
    const answer = await put(
      "/v1/mesh/sets/default",
      { documents: [], variables: [], base_revision: 0 },
      { mesh },
    );
    expect(answer).toEqual({ status, body: outcome });
  });

  test.each<[PlanOutcome, number]>([
    [{ kind: "planned", revision: 1, set_revision: 1, in_force: false, changes: [] }, 200],
    [
      {
        kind: "refused",
        report: { format_version: "1.0", valid: false, error_count: 1, warning_count: 0, diagnostics: [] },
      },
      422,
    ],
  ])("a plan's outcome has its status: %j", async (outcome, status) => {
    const plan = jest.fn<MeshService["plan"]>(() => outcome);
    const set = { documents: [{ filename: "a", text: "" }], variables: [] };
    const body = JSON.stringify(set);
    const answer = await ask("/v1/mesh/sets/default/plan", { method: "POST", body, mesh: { plan } });
    expect(answer).toEqual({ status, body: outcome });
    expect(plan).toHaveBeenCalledWith("default", set);
  });

  test.each<ReachabilityRequest>([
    { source: "web", destination: "api" },
    { source: "web", destination: "api", request: {} },
    {
      source: "web",
      destination: "api",
      request: { method: "GET", path: "/v1", host: "api.example", headers: [["x-user", "1"]] },
    },
  ])("a question about a call reaches the mesh as it was asked: %j", async (question) => {
    const reachability = jest.fn<MeshService["reachability"]>(nothing.reachability);
    const body = JSON.stringify(question);
    expect(await ask("/v1/mesh/reachability", { method: "POST", body, mesh: { reachability } })).toEqual({
      status: 200,
      body: { kind: "unknown-name", name: "web", known: [] },
    });
    expect(reachability).toHaveBeenCalledWith(question);
  });

  test.each<[unknown, string]>([
    [{}, "source must be a text."],
    [{ source: "web" }, "destination must be a text."],
    [{ source: "a", destination: "b", request: 1 }, "request must be an object."],
    [{ source: "a", destination: "b", request: { path: 1 } }, "request.path must be a text."],
    [{ source: "a", destination: "b", request: { headers: {} } }, "request.headers must be a list."],
    [
      { source: "a", destination: "b", request: { headers: [["x"]] } },
      "request.headers[0][1] must be a text.",
    ],
    [
      { source: "a", destination: "b", request: { headers: [["x", "1", "2"]] } },
      "request.headers[0] must be a name and a value.",
    ],
  ])("a malformed question is refused: %j", async (question, error) =>
    expect(await ask("/v1/mesh/reachability", { method: "POST", body: JSON.stringify(question) })).toEqual({
      status: 400,
      body: { error },
    }),
  );

  test.each([
    ["GET", "/v1/mesh/nowhere"],
    ["GET", "/"],
    ["GET", "/v1/mesh/status/"],
    ["GET", "/v1/mesh/../../etc/passwd"],
  ])("nothing at %s %s", async (method, path) =>
    expect(await ask(path, { method })).toMatchObject({
      status: 404,
      body: { error: expect.stringMatching(/^There is no GET /) },
    }),
  );

  test("a method that a path has not", async () =>
    expect(await put("/v1/mesh/status", {})).toEqual({
      status: 404,
      body: { error: "There is no PUT /v1/mesh/status here." },
    }));

  test("our mistake is logged and kept from the caller", async () => {
    const error = jest.fn();
    const mesh = {
      status: () => {
        throw new Error("secret detail");
      },
    };
    const answer = await ask("/v1/mesh/status", { mesh, logger: { ...silentLogger, error } });
    expect(answer).toEqual({
      status: 500,
      body: { error: "The agent failed at this request; its log has the reason." },
    });
    expect(error).toHaveBeenCalledWith("request failed", {
      method: "GET",
      path: "/v1/mesh/status",
      cause: expect.stringContaining("secret detail"),
    });
  });
});

describe("malformed bodies", () => {
  const document = { filename: "a", text: "" };
  const good = { documents: [], variables: [], base_revision: 0 };
  test.each<[unknown, string]>([
    ["", "The body is not valid JSON."],
    ["{", "The body is not valid JSON."],
    ["[]", "the body must be an object."],
    ["null", "the body must be an object."],
    [{}, "documents must be a list."],
    [{ ...good, documents: {} }, "documents must be a list."],
    [{ ...good, documents: [1] }, "documents[0] must be an object."],
    [{ ...good, documents: [document, { filename: "a" }] }, "documents[1].text must be a text."],
    [{ ...good, documents: [{ text: "a" }] }, "documents[0].filename must be a text."],
    [{ ...good, variables: "x" }, "variables must be a list."],
    [{ ...good, variables: [{ name: "a" }] }, "variables[0].origin must be a text."],
    [{ ...good, variables: [{ name: "a", origin: "b" }] }, "variables[0] has neither text nor value."],
    [{ ...good, variables: [{ name: "a", origin: "b", text: 5 }] }, "variables[0].text must be a text."],
    [{ ...good, base_revision: "0" }, "base_revision must be a whole number."],
    [{ ...good, base_revision: 0.5 }, "base_revision must be a whole number."],
    [{ documents: [], variables: [] }, "base_revision must be a whole number."],
    [{ documents: [], variables: [], base_set_revision: "1" }, "base_set_revision must be a whole number."],
    [
      `{"documents":[],"base_revision":0,"variables":[{"name":"a","origin":"b","value":${"[".repeat(50_000)}${"]".repeat(50_000)}}]}`,
      "A value is nested more than 100 levels deep.",
    ],
  ])("of an apply: %j", async (body, error) => {
    const apply = jest.fn(nothing.apply);
    expect(await put("/v1/mesh/sets/default", body, { mesh: { apply } })).toEqual({
      status: 400,
      body: { error },
    });
    expect(apply).not.toHaveBeenCalled();
  });

  const check = { id: "a", status: "passing", output: "" };
  test.each<[unknown, string]>([
    [{ checks: [] }, "lease_ms must be a whole number."],
    [{ checks: [], lease_ms: 0 }, "lease_ms must lie between 1 and 3600000."],
    [{ checks: [], lease_ms: 3_600_001 }, "lease_ms must lie between 1 and 3600000."],
    [{ lease_ms: 1 }, "checks must be a list."],
    [
      { lease_ms: 1, checks: [check, { ...check, status: "fine" }] },
      "checks[1].status must be one of passing, warning, critical.",
    ],
    [{ lease_ms: 1, checks: [{ ...check, id: 1 }] }, "checks[0].id must be a text."],
    [{ lease_ms: 1, checks: [{ ...check, output: null }] }, "checks[0].output must be a text."],
  ])("of a health report: %j", async (body, error) =>
    expect(await put("/v1/mesh/instances/a/health", body)).toEqual({ status: 400, body: { error } }),
  );

  test("what nobody asked for is left out, and names that objects have by themselves are plain", async () => {
    const apply = jest.fn((_set: string, _request: object) => nothing.apply());
    const body =
      '{"__proto__":{"x":1},"documents":[{"filename":"a","text":"b","more":1}],"variables":[{"name":"__proto__","origin":"o","value":{"__proto__":1}}],"base_revision":3}';
    await put("/v1/mesh/sets/default", body, { mesh: { apply } });
    const [, request] = apply.mock.calls[0] ?? [];
    expect(JSON.stringify(request)).toBe(
      '{"documents":[{"filename":"a","text":"b"}],"variables":[{"name":"__proto__","origin":"o","value":{"__proto__":1}}],"base_revision":3}',
    );
  });

  test("too large", async () => {
    const answer = await put("/v1/mesh/sets/default", "{}", {
      headers: { "content-length": String(64 * 1024 * 1024 + 1) },
    });
    expect(answer).toEqual({ status: 413, body: { error: "The body is larger than 67108864 bytes." } });
  });
});

describe("revisions", () => {
  test.each(["x", "-1", "1.5", "1e3", "0x10", "99999999999999999999", "%20"])(
    "no revision: %s",
    async (revision) =>
      expect(await ask(`/v1/mesh/revisions/${revision}`)).toEqual({
        status: 400,
        body: { error: "The revision must be a whole number." },
      }),
  );

  test.each(["", "5", "5m", "-1s", "1.5s", "9999999s"])("no wait: %j", async (wait) =>
    expect(await ask(`/v1/mesh/revisions/1?wait=${wait}`)).toEqual({
      status: 400,
      body: { error: 'wait must be a duration such as "30s" or "500ms".' },
    }),
  );

  describe("waiting", () => {
    beforeEach(() => void jest.useFakeTimers());
    afterEach(() => void jest.useRealTimers());

    /** A mesh whose revision settles when told to. */
    function settling(): {
      readonly mesh: Partial<MeshService>;
      settle(): void;
      change(): void;
      listeners(): number;
    } {
      let settled = false;
      const listeners = new Set<() => void>();
      const change = (): void => {
        for (const listener of [...listeners]) listener();
      };
      return {
        mesh: {
          revision: (revision): RevisionResponse => ({ revision, settled, proxies: [] }),
          onProxyChange: (listener) => {
            listeners.add(listener);
            return () => void listeners.delete(listener);
          },
        },
        settle: () => {
          settled = true;
          change();
        },
        change,
        listeners: () => listeners.size,
      };
    }

    const isAnswered = async (answer: Promise<Answer>): Promise<boolean> => {
      const waiting = Symbol("waiting");
      const first = await Promise.race([answer, jest.advanceTimersByTimeAsync(0).then(() => waiting)]);
      return first !== waiting;
    };

    test("not asked for: at once", async () => {
      const { mesh } = settling();
      expect(await ask("/v1/mesh/revisions/1", { mesh })).toMatchObject({ body: { settled: false } });
    });

    test("ends as soon as the proxies have answered", async () => {
      const state = settling();
      const answer = ask("/v1/mesh/revisions/1?wait=30s", { mesh: state.mesh });
      await jest.advanceTimersByTimeAsync(10_000);
      state.change();
      expect(await isAnswered(answer)).toBe(false);
      state.settle();
      expect(await answer).toMatchObject({ body: { settled: true } });
      expect([state.listeners(), jest.getTimerCount()]).toEqual([0, 0]);
    });

    test.each([
      ["500ms", 500],
      ["30s", 30_000],
      ["999999s", 300_000],
    ])("of %s ends after %d ms", async (wait, waitMs) => {
      const state = settling();
      const answer = ask(`/v1/mesh/revisions/1?wait=${wait}`, { mesh: state.mesh });
      await jest.advanceTimersByTimeAsync(waitMs - 1);
      expect(await isAnswered(answer)).toBe(false);
      await jest.advanceTimersByTimeAsync(1);
      expect(await answer).toMatchObject({ body: { settled: false } });
      expect(state.listeners()).toBe(0);
    });

    test("ends when the client has gone", async () => {
      const state = settling();
      const gone = new AbortController();
      const answer = ask("/v1/mesh/revisions/1?wait=30s", { mesh: state.mesh, signal: gone.signal });
      await jest.advanceTimersByTimeAsync(1000);
      gone.abort();
      await answer.catch(() => undefined);
      expect([state.listeners(), jest.getTimerCount()]).toEqual([0, 0]);
    });
  });
});
