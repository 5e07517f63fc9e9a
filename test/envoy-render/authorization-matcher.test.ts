import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { authorizationMatcher, refuseAll } from "../../src/envoy/authorization/authorization-matcher.ts";
import { encodeMessage } from "../../src/envoy/codec/encode-message.ts";
import type { IntentionRule, Permission } from "../../src/graph/intention-rule.ts";
import type { MeshSettings } from "../../src/graph/mesh-graph.ts";
import { compiledMesh } from "../support/check-document.ts";
import { withServices } from "../support/documents.ts";
import { evaluateMatcher } from "./evaluate-matcher.ts";

interface Request {
  readonly caller: string;
  readonly method: string;
  readonly path: string;
}

const spiffe = (service: string): string => `spiffe://mesh.internal/ns/default/dc/dc1/svc/${service}`;

function settingsWith(defaultIntentionPolicy: MeshSettings["defaultIntentionPolicy"]): MeshSettings {
  return { datacenter: "dc1", trustDomain: "mesh.internal", defaultIntentionPolicy, range: undefined };
}

function decide(
  rules: readonly IntentionRule[],
  settings: MeshSettings,
  { caller, method, path }: Request,
): string {
  return evaluateMatcher(authorizationMatcher(rules, settings), {
    caller: spiffe(caller),
    headers: { ":method": method, ":path": path },
  });
}

/** The meaning of intentions, said without matchers: one rule decides about a caller, its permissions in order. */
function meant(rules: readonly IntentionRule[], policy: string, { caller, method, path }: Request): string {
  const [pathname = ""] = path.split("?");
  const judgesPaths = rules.some(
    ({ decision }) =>
      decision.kind === "permissions" && decision.permissions.some((permission) => permission.path),
  );
  if (judgesPaths && /%(2f|5c)/i.test(pathname)) return "escaped-slash DENY";
  const rule = rules.find(({ source }) => source === caller) ?? rules.find(({ source }) => source === "*");
  if (!rule) return `default-${policy} ${policy.toUpperCase()}`;
  if (rule.decision.kind === "action") return `${rule.id} ${rule.decision.action.toUpperCase()}`;
  const permission = rule.decision.permissions.find(
    (candidate) =>
      (candidate.methods.length === 0 || candidate.methods.includes(method)) &&
      (candidate.path === undefined ||
        (candidate.path.kind === "exact"
          ? pathname === candidate.path.value
          : path.startsWith(candidate.path.value))),
  );
  return permission
    ? `${permission.id} ${permission.action.toUpperCase()}`
    : `${rule.id}#default-${policy} ${policy.toUpperCase()}`;
}

const actions = fc.constantFrom("allow" as const, "deny" as const);
const paths = fc.constantFrom("/", "/a", "/a/", "/a/b", "/ab", "/b");
const methods = fc.constantFrom("GET", "POST", "PUT");
const range = { file: { filename: "mesh.hcl", text: "" }, start: 0, end: 0 };

type Condition = Pick<Permission, "action" | "path" | "methods">;

const conditions: fc.Arbitrary<Condition> = fc
  .record({
    action: actions,
    path: fc.option(fc.record({ kind: fc.constantFrom("exact" as const, "prefix" as const), value: paths }), {
      nil: undefined,
    }),
    methods: fc.uniqueArray(methods, { maxLength: 2 }),
  })
  // The schema demands one of the two.
  .filter((condition) => condition.path !== undefined || condition.methods.length > 0);

const decisions = fc.oneof(actions, fc.array(conditions, { minLength: 1, maxLength: 4 }));

/** Rules as linking leaves them: one for each source, that of any source behind those of some. */
const ruleLists = fc
  .uniqueArray(fc.tuple(fc.constantFrom("web", "api", "batch", "*"), decisions), {
    selector: ([source]) => source,
    maxLength: 4,
  })
  .map((pairs) =>
    [...pairs]
      .sort(([a], [b]) => Number(a === "*") - Number(b === "*"))
      .map(([source, decision]) => ruleOf(source, decision)),
  );

function ruleOf(source: string, decision: "allow" | "deny" | readonly Condition[]): IntentionRule {
  const id = `svc/${source}`;
  return {
    id,
    source,
    precedence: source === "*" ? 8 : 9,
    decision:
      typeof decision === "string"
        ? { kind: "action", action: decision }
        : {
            kind: "permissions",
            permissions: decision.map((condition, index) => ({ ...condition, id: `${id}#${index}`, range })),
          },
    range,
  };
}

const requests: fc.Arbitrary<Request> = fc.record({
  caller: fc.constantFrom("web", "api", "batch", "stranger", "web2", "we"),
  method: fc.oneof(methods, fc.constant("DELETE")),
  path: fc
    .tuple(
      fc.oneof(paths, fc.constantFrom("/c", "/a%2Fb", "/a%5cb", "/a%20b")),
      fc.constantFrom("", "?", "?x=1", "?p=/a", "?x=%2f"),
    )
    .map(([path, query]) => path + query),
});

describe("the matcher decides as the intentions mean, under the same name", () => {
  test("for any rules and requests", () => {
    fc.assert(
      fc.property(
        ruleLists,
        actions,
        fc.array(requests, { minLength: 1, maxLength: 8 }),
        (rules, policy, several) => {
          for (const request of several)
            expect([request, decide(rules, settingsWith(policy), request)]).toEqual([
              request,
              meant(rules, policy, request),
            ]);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("and Envoy's definitions have every field of it", () => {
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

test("a listener's own rule refuses everything under its name", () => {
  const request = { caller: spiffe("web"), headers: { ":path": "/" } };
  expect(evaluateMatcher(refuseAll("no-route-override"), request)).toBe("no-route-override DENY");
});

test("a permission without any condition is our mistake", () => {
  const rule = ruleOf("*", [{ action: "allow", path: undefined, methods: [] }]);
  expect(() => authorizationMatcher([rule], settingsWith("deny"))).toThrow(
    "the permission svc/*#0 matches nothing in particular; its schema demands a condition",
  );
});
