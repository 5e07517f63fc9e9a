/** @jest-environment ./test/support/show-output-on-failure.cjs */
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { mintLeaf } from "../support/certificates.ts";
import { askEnvoy } from "../support/envoy-admin.ts";
import { EchoBackend } from "../support/echo-backend.ts";
import { freePorts } from "../support/free-ports.ts";
import { request } from "../support/http-request.ts";
import type { Answer, RequestOptions } from "../support/http-request.ts";
import { LiveMesh } from "../support/live-mesh.ts";
import { authorityOf, spiffeIdOf } from "../support/mesh-authority.ts";
import { TestSite } from "../support/test-site.ts";

let site: TestSite;
let mesh: LiveMesh;
let sidecarPort = 0;
let applicationPort = 0;
const identities = new Map<string, RequestOptions["tls"]>();

/** What is sent: `GET /path` and headers. */
interface Sent {
  readonly line: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One permission, given to a caller of its own, with requests that it allows and others that it does not. */
interface Matcher {
  readonly caller: string;
  readonly http: string;
  readonly allowed: readonly Sent[];
  readonly refused: readonly (Sent & { readonly rule?: string })[];
}

const get = (path: string): Sent => ({ line: `GET ${path}` });
const withX = (...values: readonly string[]): readonly Sent[] =>
  values.map((value) => ({ line: "GET /", headers: { "x-a": value } }));
const hidden = { rule: "escaped-slash" };

const matchers: readonly Matcher[] = [
  {
    caller: "exact-path",
    http: 'path_exact = "/a"',
    allowed: [get("/a"), get("/a?x"), get("//a"), get("/b/../a"), get("/%61")],
    refused: [get("/a/"), get("/A"), get("/ab"), get("/?/a"), { ...get("/a%2F"), ...hidden }],
  },
  {
    caller: "path-prefix",
    http: 'path_prefix = "/v1/"',
    allowed: [get("/v1/"), get("/v1/x?y"), get("/v1//x"), get("/v1/x/../y")],
    refused: [
      get("/v1"),
      get("/V1/x"),
      get("/v1/../admin"),
      { ...get("/v1/..%2fadmin"), ...hidden },
      { ...get("/v1/..%5Cadmin"), ...hidden },
      get("/admin?/v1/"),
    ],
  },
  {
    caller: "path-regex",
    http: 'path_regex = "/v[12]/items/[0-9]+|.*[.]png"',
    allowed: [get("/v1/items/7"), get("/v2/items/77?x=/"), get("/images/a.png"), get("/images/a.png?b")],
    refused: [
      get("/v1/items/7/"),
      get("/v1/items/7x"),
      get("/x/v1/items/7"),
      get("/admin?.png"),
      get("/admin?x=/v1/items/7"),
      get("/v1/items/7%0A"),
      { ...get("/v1%2fitems%2f7.png"), ...hidden },
    ],
  },
  {
    caller: "methods",
    http: 'methods = ["GET", "PUT"]',
    allowed: [get("/"), { line: "PUT /" }],
    refused: [{ line: "POST /" }, { line: "HEAD /" }, { line: "OPTIONS /" }],
  },
  {
    caller: "header-present",
    http: 'header "X-A" { present = true }',
    allowed: [...withX("a", "", "\u00ff")],
    refused: [get("/"), { line: "GET /", headers: { "x-b": "a" } }],
  },
  {
    caller: "header-absent",
    http: 'header "x-a" {\npresent = true\ninvert = true\n}',
    allowed: [get("/"), { line: "GET /", headers: { "x-b": "a" } }],
    refused: [...withX("a", "", "\u00ff")],
  },
  {
    caller: "header-exact",
    http: 'header "x-a" { exact = "One" }',
    allowed: withX("One"),
    refused: [...withX("one", "One, Two", "One1", ""), get("/")],
  },
  {
    caller: "header-exact-any-case",
    http: 'header "x-a" {\nexact = "One"\nignore_case = true\n}',
    allowed: withX("One", "ONE", "one"),
    refused: [...withX("two"), get("/")],
  },
  {
    caller: "header-not-exact",
    http: 'header "x-a" {\nexact = "One"\ninvert = true\n}',
    allowed: withX("one", "Two", ""),
    // A header that is not there passes no test, as in Consul.
    refused: [...withX("One"), get("/")],
  },
  {
    caller: "header-prefix",
    http: 'header "x-a" { prefix = "One" }',
    allowed: withX("One", "One2"),
    refused: withX("one", "2One", ""),
  },
  {
    caller: "header-suffix",
    http: 'header "x-a" {\nsuffix = "one"\nignore_case = true\n}',
    allowed: withX("one", "2ONE"),
    refused: withX("one2", ""),
  },
  {
    caller: "header-contains",
    http: 'header "x-a" { contains = "n" }',
    allowed: withX("one", "n"),
    refused: withX("oNe", "x"),
  },
  {
    caller: "header-regex",
    http: 'header "x-a" { regex = "(?i)o.e" }',
    allowed: withX("one", "OXE"),
    refused: withX("ones", "no", ""),
  },
  {
    caller: "host",
    http: 'header "host" { exact = "api.internal" }',
    allowed: [{ line: "GET /", headers: { host: "api.internal" } }],
    refused: [{ line: "GET /", headers: { host: "other.internal" } }],
  },
  {
    caller: "all-of-them",
    http: 'path_prefix = "/v1/"\nmethods = ["GET"]\nheader "x-a" { exact = "1" }\nheader "x-b" { exact = "2" }',
    allowed: [{ line: "GET /v1/", headers: { "x-a": "1", "x-b": "2" } }],
    refused: [
      { line: "GET /v1/", headers: { "x-a": "1" } },
      { line: "POST /v1/", headers: { "x-a": "1", "x-b": "2" } },
      { line: "GET /v2/", headers: { "x-a": "1", "x-b": "2" } },
    ],
  },
];

/** In the order of the document: the first that matches decides. */
const orderly = `source "orderly" {
    permission {
      action = "deny"
      http {
        path_prefix = "/v1/admin"
        header "x-role" {
          exact  = "admin"
          invert = true
        }
      }
    }
    permission {
      action = "allow"
      http { path_prefix = "/v1/" }
    }
    permission {
      action = "deny"
      http { path_regex = ".*" }
    }
    external = true
  }`;

const sourceOf = ({ caller, http }: Matcher): string => `source "${caller}" {
    permission {
      action = "allow"
      http {
${http}
      }
    }
    external = true
  }`;

const documentWith = (policy: string): string => `mesh { default_intention_policy = "${policy}" }
service "api" {
  port     = ${applicationPort}
  protocol = "http"
  instance "api" { sidecar_port = ${sidecarPort} }
}
intentions "api" {
  ${matchers.map(sourceOf).join("\n  ")}
  ${orderly}
  source "allowed" {
    action   = "allow"
    external = true
  }
  source "denied" {
    action   = "deny"
    external = true
  }
  source "audited-denial" {
    action      = "deny"
    enforcement = "audit"
    external    = true
  }
  source "audited" {
    enforcement = "audit"
    external    = true
    permission {
      action = "allow"
      http { path_prefix = "/v1/" }
    }
  }
}
intentions "*" {
  source "denied-everywhere" {
    action   = "deny"
    external = true
  }
  source "allowed-everywhere" {
    action   = "allow"
    external = true
  }
}
`;

beforeAll(async () => {
  site = await TestSite.open();
  [sidecarPort = 0, applicationPort = 0] = await freePorts(2);
  const backend = await EchoBackend.listen(applicationPort);
  site.atEnd(() => backend.close());
  mesh = await LiveMesh.start(site, { document: documentWith("deny"), sidecars: ["api"] });
});

afterAll(() => site.dispose());

describe("1. Each kind of condition, and the ways around it", () => {
  for (const { caller, allowed, refused } of matchers) {
    test.each(allowed)(`${caller} allows $line $headers`, async (sent) => {
      expect(await send(caller, sent)).toMatchObject({ status: 200 });
    });
    test.each(refused)(`${caller} refuses $line $headers`, async (sent) => {
      const rule = sent.rule ?? `api/${caller}#default-deny`;
      expect(await verdict(caller, sent)).toEqual({ status: 403, rule });
    });
  }

  test.each([
    ["/v1/x", {}, { status: 200 }],
    ["/v1/admin", {}, { status: 200 }],
    ["/v1/admin", { "x-role": "user" }, { status: 403, rule: "api/orderly#0" }],
    ["/v1/admin", { "x-role": "admin" }, { status: 200 }],
    ["/v2/x", {}, { status: 403, rule: "api/orderly#2" }],
  ])("permissions are tried in order: %s %j", async (path, headers, expected) => {
    expect(await verdict("orderly", { line: `GET ${path}`, headers })).toEqual(expected);
  });
});

describe("3. What is audited passes, is counted and is named", () => {
  const denied = "http.inbound~api.rbac.audit.shadow_denied";
  const rows: readonly (readonly [string, string, string | undefined])[] = [
    ["audited", "GET /v1/x", undefined],
    ["audited", "GET /v2/x", "api/audited#default-deny"],
    ["audited", "GET /v1/..%2fx", "escaped-slash"],
    ["audited-denial", "GET /", "api/audited-denial"],
  ];

  test.each(rows)("%s %s: %s", async (caller, line, rule) => {
    const before = await mesh.stat("api", denied);
    const path = `${line}?${rows.findIndex((row) => row[1] === line)}-${caller}`;
    expect(await send(caller, { line: path })).toMatchObject({ status: 200 });
    expect(await mesh.stat("api", denied)).toBe(before + (rule === undefined ? 0 : 1));
    if (rule === undefined) return;
    const found = await mesh.logged("api", (logged) => `GET ${String(logged["path"])}` === path);
    expect(found).toMatchObject({ status: 200, audit: "denied", audit_rule: rule });
  });

  test("nobody else's refusals are among them", async () => {
    const before = await mesh.stat("api", denied);
    expect(await send("denied", get("/"))).toMatchObject({ status: 403 });
    expect(await mesh.stat("api", denied)).toBe(before);
  });
});

describe("4. and 5. Wildcards and defaults, each decision under its name", () => {
  const callers = ["allowed", "denied", "allowed-everywhere", "denied-everywhere", "stranger"] as const;

  test.each([
    ["deny", [200, "api/denied", 200, "*/denied-everywhere", "default-deny"]],
    ["allow", [200, "api/denied", 200, "*/denied-everywhere", 200]],
  ])("default %s", async (policy, expected) => {
    await mesh.apply(documentWith(policy));
    const found = [];
    for (const caller of callers) {
      const { status, rule } = await verdict(caller, get(`/?default-${policy}`));
      found.push(rule ?? status);
    }
    expect(found).toEqual(expected);
  });

  test("what is allowed is named too, once the log is asked for it", async () => {
    const socket = await mesh.adminSocket("api");
    const ask = (status: string): Promise<string> =>
      askEnvoy(socket, `/runtime_modify?mesh.access_log.min_status=${status}`, "POST");
    expect(await ask("100")).toBe("OK\n");
    const rows = [
      ["allowed", "api/allowed"],
      ["exact-path", "api/exact-path#0"],
      ["allowed-everywhere", "*/allowed-everywhere"],
      ["stranger", "default-allow"],
    ] as const;
    for (const [caller, rule] of rows) {
      expect(await send(caller, get(`/a?traced-${caller}`))).toMatchObject({ status: 200 });
      const line = await mesh.logged("api", ({ path }) => path === `/a?traced-${caller}`);
      expect(line).toMatchObject({ status: 200, rule, caller: spiffeIdOf(caller) });
    }
    // Empty: back to what the configuration says.
    await ask("");
  });

  test("what a refused caller hears names no rule", async () => {
    const { body, headers } = await send("denied", get("/"));
    expect(JSON.stringify({ body, headers })).not.toContain("api/denied");
    expect(headers).toMatchObject({ "x-mesh-reply": "denied" });
  });
});

async function send(caller: string, { line, headers = {} }: Sent): Promise<Answer> {
  const [method = "", path = ""] = line.split(" ");
  return request({ port: sidecarPort, method, path, headers, tls: await identityOf(caller) });
}

let sentSoFar = 0;

/** What becomes of a request, and by which rule when it is refused. Its query, which no rule sees, marks it in the log. */
async function verdict(
  caller: string,
  sent: Sent,
): Promise<{ readonly status: number; readonly rule?: string }> {
  sentSoFar += 1;
  const mark = `mark=${sentSoFar};`;
  const { status } = await send(caller, {
    ...sent,
    line: `${sent.line}${sent.line.includes("?") ? "&" : "?"}${mark}`,
  });
  if (status === 200) return { status };
  const { details, rule, ...line } = await mesh.logged("api", ({ path }) => String(path).endsWith(mark));
  expect(line).toMatchObject({ status, caller: spiffeIdOf(caller) });
  // The details, which are there for refusals alone, name the same rule.
  expect(details).toBe(`rbac_access_denied_matched_policy[${String(rule)}]`);
  return { status, rule: String(rule) };
}

async function identityOf(caller: string): Promise<NonNullable<RequestOptions["tls"]>> {
  const known = identities.get(caller);
  if (known) return known;
  const { cert, key, ca } = await mintLeaf(authorityOf(site), spiffeIdOf(caller));
  const identity = { cert, key, ca };
  identities.set(caller, identity);
  return identity;
}
