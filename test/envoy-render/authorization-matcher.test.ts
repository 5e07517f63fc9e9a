import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  auditMatcher,
  authorizationMatcher,
  refuseAll,
} from "../../src/envoy/authorization/authorization-matcher.ts";
import type { AuthorizationSettings } from "../../src/envoy/authorization/authorization-matcher.ts";
import { encodeMessage } from "../../src/envoy/codec/encode-message.ts";
import type { HeaderMatch, IntentionRule, Permission } from "../../src/graph/intention-rule.ts";
import { compiledMesh } from "../support/check-document.ts";
import { withServices } from "../support/documents.ts";
import { evaluateMatcher } from "./evaluate-matcher.ts";

type Tokens = Readonly<Record<string, object | string>>;

interface Request {
  readonly caller: string;
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** By provider: what its token says, or why Envoy did not accept it. */
  readonly tokens?: Tokens;
}

type Rules = readonly IntentionRule[];

const spiffe = (service: string): string => `spiffe://mesh.internal/ns/default/dc/dc1/svc/${service}`;

function settingsWith(
  defaultIntentionPolicy: AuthorizationSettings["defaultIntentionPolicy"],
): AuthorizationSettings {
  return { datacenter: "dc1", trustDomain: "mesh.internal", defaultIntentionPolicy };
}

function decide(
  rules: Rules,
  settings: AuthorizationSettings,
  request: Request,
  matcherOf: typeof authorizationMatcher = authorizationMatcher,
): string {
  const { caller, method, path, headers = {}, tokens = {} } = request;
  return evaluateMatcher(matcherOf(rules, settings), {
    caller: spiffe(caller),
    headers: { ":method": method, ":path": path, ...headers },
    metadata: {
      // What the filters before the rules leave there.
      "mesh.request": { path: path.split("?")[0] },
      "envoy.filters.http.jwt_authn": Object.fromEntries(
        Object.entries(tokens).map(([provider, token]) =>
          typeof token === "string"
            ? [`jwt_failure_${provider}`, { code: 1, message: token }]
            : [`jwt_payload_${provider}`, token],
        ),
      ),
    },
  });
}

/** The meaning of intentions, said without matchers: one rule decides about a caller, its permissions in order. */
function meant(rules: Rules, policy: string, request: Request): string {
  const [pathname = ""] = request.path.split("?");
  const rule =
    rules.find(({ source }) => source === request.caller) ?? rules.find(({ source }) => source === "*");
  if (!rule) return `default-${policy} ${policy.toUpperCase()}`;
  const { decision } = rule;
  if (decision.kind === "action") return `${rule.id} ${decision.action.toUpperCase()}`;
  if (decision.permissions.some(({ path }) => path) && /%(2f|5c)/i.test(pathname))
    return "escaped-slash DENY";
  const permission = decision.permissions.find((candidate) => applies(candidate, pathname, request));
  return permission
    ? `${permission.id} ${permission.action.toUpperCase()}`
    : `${rule.id}#default-${policy} ${policy.toUpperCase()}`;
}

function applies({ path, methods, headers }: Permission, pathname: string, request: Request): boolean {
  const pathApplies =
    path === undefined ||
    (path.kind === "exact" && pathname === path.value) ||
    (path.kind === "prefix" && pathname.startsWith(path.value)) ||
    (path.kind === "regex" && new RegExp(`^(?:${path.value})$`).test(pathname));
  return (
    pathApplies &&
    (methods.length === 0 || methods.includes(request.method)) &&
    headers.every((header) => passes(header, request.headers?.[header.name]))
  );
}

function passes({ test: { kind, ...test }, inverted }: HeaderMatch, value: string | undefined): boolean {
  if (kind === "present") return (value !== undefined) !== inverted;
  if (value === undefined) return false;
  const wanted = "value" in test ? test.value : "";
  const [has, needs] =
    "ignoresCase" in test && test.ignoresCase ? [value.toLowerCase(), wanted.toLowerCase()] : [value, wanted];
  switch (kind) {
    case "exact":
      return (has === needs) !== inverted;
    case "prefix":
      return has.startsWith(needs) !== inverted;
    case "suffix":
      return has.endsWith(needs) !== inverted;
    case "contains":
      return has.includes(needs) !== inverted;
    case "regex":
      return new RegExp(`^(?:${wanted})$`).test(value) !== inverted;
  }
}

const actions = fc.constantFrom("allow" as const, "deny" as const);
const enforcements = fc.constantFrom("enforce" as const, "audit" as const);
const paths = fc.constantFrom("/", "/a", "/a/", "/a/b", "/ab", "/b");
const methods = fc.constantFrom("GET", "POST", "PUT");
const range = { file: { filename: "mesh.hcl", text: "" }, start: 0, end: 0 };

type Condition = Pick<Permission, "action" | "path" | "methods" | "headers">;

const pathMatches = fc.oneof(
  fc.record({ kind: fc.constantFrom("exact" as const, "prefix" as const), value: paths }),
  fc.record({ kind: fc.constant("regex" as const), value: fc.constantFrom("/[ab]", "/a.*", ".*b", ".*x=1") }),
);

const headerMatches: fc.Arbitrary<HeaderMatch> = fc.record({
  name: fc.constantFrom("x-a", "x-b"),
  test: fc.oneof(
    fc.constant({ kind: "present" as const }),
    fc.record({
      kind: fc.constantFrom("exact" as const, "prefix" as const, "suffix" as const, "contains" as const),
      value: fc.constantFrom("a", "A", "ab", "b"),
      ignoresCase: fc.boolean(),
    }),
    fc.record({ kind: fc.constant("regex" as const), value: fc.constantFrom("a+", "a?b", ".*") }),
  ),
  inverted: fc.boolean(),
});

const conditions: fc.Arbitrary<Condition> = fc
  .record({
    action: actions,
    path: fc.option(pathMatches, { nil: undefined }),
    methods: fc.uniqueArray(methods, { maxLength: 2 }),
    headers: fc.array(headerMatches, { maxLength: 2 }),
  })
  // The schema demands one of them.
  .filter(({ path, methods: some, headers }) => path !== undefined || some.length > 0 || headers.length > 0);

const decisions = fc.oneof(actions, fc.array(conditions, { minLength: 1, maxLength: 4 }));

/** Rules as linking leaves them: one for each source, that of any source behind those of some. */
const ruleLists = fc
  .uniqueArray(fc.tuple(fc.constantFrom("web", "api", "batch", "*"), decisions, enforcements), {
    selector: ([source]) => source,
    maxLength: 4,
  })
  .map((triples) =>
    [...triples]
      .sort(([a], [b]) => Number(a === "*") - Number(b === "*"))
      .map(([source, decision, enforcement]) => ({ ...ruleOf(source, decision), enforcement })),
  );

function ruleOf(source: string, decision: "allow" | "deny" | readonly Condition[]): IntentionRule {
  const id = `svc/${source}`;
  return {
    id,
    source,
    precedence: source === "*" ? 8 : 9,
    enforcement: "enforce",
    decision:
      typeof decision === "string"
        ? { kind: "action", action: decision, tokens: [] }
        : {
            kind: "permissions",
            permissions: decision.map((condition, index) => ({
              ...condition,
              id: `${id}#${index}`,
              tokens: [],
              range,
            })),
          },
    range,
  };
}

const headerValues = fc.constantFrom("a", "A", "ab", "b", "");
const requests: fc.Arbitrary<Request> = fc.record({
  caller: fc.constantFrom("web", "api", "batch", "stranger", "web2", "we"),
  method: fc.oneof(methods, fc.constant("DELETE")),
  path: fc
    .tuple(
      fc.oneof(paths, fc.constantFrom("/c", "/a%2Fb", "/a%5cb", "/a%20b")),
      fc.constantFrom("", "?", "?x=1", "?p=/a", "?x=%2f"),
    )
    .map(([path, query]) => path + query),
  headers: fc.dictionary(fc.constantFrom("x-a", "x-b"), headerValues),
});

const isAudited = (rules: Rules, caller: string): boolean =>
  (rules.find(({ source }) => source === caller) ?? rules.find(({ source }) => source === "*"))
    ?.enforcement === "audit";

describe("the matchers decide as the intentions mean, under the same name", () => {
  test("for any rules and requests", () => {
    fc.assert(
      fc.property(
        ruleLists,
        actions,
        fc.array(requests, { minLength: 1, maxLength: 8 }),
        (rules, policy, several) => {
          for (const request of several) {
            const verdict = meant(rules, policy, request);
            const passed = verdict.replace(/ DENY$/, " ALLOW");
            const audited = isAudited(rules, request.caller);
            const settings = settingsWith(policy);
            expect([
              request,
              decide(rules, settings, request),
              decide(rules, settings, request, auditMatcher),
            ]).toEqual([request, audited ? passed : verdict, audited ? verdict : passed]);
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  test("and Envoy's definitions have every field of them", () => {
    fc.assert(
      fc.property(ruleLists, actions, (rules, policy) => {
        const matcher = authorizationMatcher(rules, settingsWith(policy));
        expect(encodeMessage("xds.type.matcher.v3.Matcher", matcher).length).toBeGreaterThan(0);
      }),
      { numRuns: 50 },
    );
  });
});

describe("from documents", () => {
  const { graph } = compiledMesh(
    withServices(
      `intentions "api" {
  source "web" {
    permission {
      action = "deny"
      http { path_exact = "/v1/secret" }
    }
    permission {
      action = "allow"
      http {
        path_prefix = "/v1/"
        methods     = ["GET"]
      }
    }
  }
  source "batch" { action = "allow" }
}
intentions "*" {
  source "*" { action = "deny" }
  source "web" { action = "allow" }
}`,
      "api",
      "web",
      "batch",
    ),
  );
  const rules = graph.intentions.get("api") ?? [];

  test.each([
    ["web", "GET", "/v1/x", "api/web#1 ALLOW"],
    ["web", "GET", "/v1/secret", "api/web#0 DENY"],
    ["web", "GET", "/v1/secret?x", "api/web#0 DENY"],
    ["web", "POST", "/v1/x", "api/web#default-deny DENY"],
    ["web", "GET", "/other", "api/web#default-deny DENY"],
    ["web", "GET", "/v1/..%2fsecret", "escaped-slash DENY"],
    ["batch", "POST", "/anything", "api/batch ALLOW"],
    ["stranger", "GET", "/v1/x", "*/* DENY"],
  ])("%s %s %s", (caller, method, path, expected) =>
    expect(decide(rules, graph.settings, { caller, method, path })).toBe(expected),
  );
});

describe("tokens", () => {
  const keys = `json_web_key_set {
    local { jwks = "{\\"keys\\":[{\\"kty\\":\\"oct\\",\\"k\\":\\"AAAA\\"}]}" }
  }`;
  const { graph } = compiledMesh(
    withServices(
      `jwt_provider "okta" {
  issuer = "https://okta"
  ${keys}
}
jwt_provider "own" {
  issuer = "https://own"
  ${keys}
}
intentions "api" {
  jwt {
    provider "okta" {}
  }
  source "web" {
    permission {
      action = "allow"
      http { path_prefix = "/admin/" }
      jwt {
        provider "okta" {
          verify_claim {
            path  = ["realm", "roles"]
            value = "admin"
          }
        }
        provider "own" {
          verify_claim {
            path  = ["super"]
            value = "true"
          }
        }
      }
    }
    permission {
      action = "deny"
      http { methods = ["POST"] }
      jwt {
        provider "okta" {
          verify_claim {
            path  = ["readonly"]
            value = "true"
          }
        }
      }
    }
    permission {
      action = "allow"
      http { path_prefix = "/v1/" }
    }
  }
  source "batch" { action = "allow" }
  source "cron" { action = "deny" }
}`,
      "api",
      "web",
      "batch",
      "cron",
    ),
  );
  const rules = graph.intentions.get("api") ?? [];
  const otherAudience = "Audiences in Jwt are not allowed";
  const otherIssuer = "Jwt issuer is not configured";
  const expired = "Jwt is expired";

  test.each<[string, string, string, Tokens, string]>([
    ["an action with the token", "batch", "GET /", { okta: {} }, "api/batch ALLOW"],
    ["an action without", "batch", "GET /", {}, "api/batch#no-valid-token DENY"],
    ["an action with an expired one", "batch", "GET /", { okta: expired }, "api/batch#no-valid-token DENY"],
    [
      "an action with one for others",
      "batch",
      "GET /",
      { okta: otherAudience },
      "api/batch#wrong-audience DENY",
    ],
    ["an action with one of others", "batch", "GET /", { okta: otherIssuer }, "api/batch#wrong-issuer DENY"],
    [
      "an action with one of another provider",
      "batch",
      "GET /",
      { own: {} },
      "api/batch#no-valid-token DENY",
    ],
    ["a denial asks for none", "cron", "GET /", {}, "api/cron DENY"],
    [
      "a permission with both claims",
      "web",
      "GET /admin/x",
      { okta: { realm: { roles: ["a", "admin"] } } },
      "api/web#0 ALLOW",
    ],
    [
      "a claim that is the value alone",
      "web",
      "GET /admin/x",
      { okta: { realm: { roles: "admin" } } },
      "api/web#0 ALLOW",
    ],
    [
      "a claim of another value",
      "web",
      "GET /admin/x",
      { okta: { realm: { roles: ["a"] } } },
      "api/web#0#wrong-claims DENY",
    ],
    ["a claim that is not there", "web", "GET /admin/x", { okta: {} }, "api/web#0#wrong-claims DENY"],
    [
      "the other provider's claim, and the entry's token",
      "web",
      "GET /admin/x",
      { okta: {}, own: { super: true } },
      "api/web#0 ALLOW",
    ],
    [
      "the other provider's token without the entry's",
      "web",
      "GET /admin/x",
      { okta: otherIssuer, own: { super: true } },
      "api/web#0#no-valid-token DENY",
    ],
    ["neither", "web", "GET /admin/x", {}, "api/web#0#no-valid-token DENY"],
    [
      "of neither",
      "web",
      "GET /admin/x",
      { okta: otherIssuer, own: otherIssuer },
      "api/web#0#wrong-issuer DENY",
    ],
    [
      "a denying permission whose claim holds",
      "web",
      "POST /v1/x",
      { okta: { readonly: true } },
      "api/web#1 DENY",
    ],
    ["and whose claim does not: the next one", "web", "POST /v1/x", { okta: {} }, "api/web#2 ALLOW"],
    ["and without a token", "web", "POST /v1/x", {}, "api/web#1#no-valid-token DENY"],
    ["a permission without its own demand", "web", "GET /v1/x", { okta: {} }, "api/web#2 ALLOW"],
    ["and without the entry's token", "web", "GET /v1/x", {}, "api/web#2#no-valid-token DENY"],
    ["what no permission matches", "web", "GET /", {}, "api/web#default-deny DENY"],
  ])("%s", (_, caller, line, tokens, expected) => {
    const [method = "", path = ""] = line.split(" ");
    expect(decide(rules, graph.settings, { caller, method, path, tokens })).toBe(expected);
  });
});

test("a listener's own rule refuses everything under its name", () => {
  const request = { caller: spiffe("web"), headers: { ":path": "/" } };
  expect(evaluateMatcher(refuseAll("no-route-override"), request)).toBe("no-route-override DENY");
});

test("a permission without any condition is our mistake", () => {
  const rule = ruleOf("*", [{ action: "allow", path: undefined, methods: [], headers: [] }]);
  expect(() => authorizationMatcher([rule], settingsWith("deny"))).toThrow(
    "the permission svc/*#0 matches nothing in particular; its schema demands a condition",
  );
});
