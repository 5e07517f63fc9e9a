import { describe, expect, test } from "@jest/globals";
import type { RBAC } from "../../src/envoy/gen/envoy.config.rbac.v3.ts";
import { accessRules, rulings } from "../../src/evaluate/authorization/access-rules.ts";
import { matcherRules } from "../../src/evaluate/authorization/matcher-rules.ts";
import { policyRules } from "../../src/evaluate/authorization/policy-rules.ts";
import { judge } from "../../src/evaluate/authorization/rule-list.ts";
import { action, callerIs, headerIs, rules, spiffe, viewOf } from "./hand-written.ts";

const asking = (service: string, headers = {}) =>
  viewOf(headers, { connection: { caller: spiffe(service) } });

describe("a list of rules", () => {
  const list = matcherRules(
    rules(
      ["web-reads ALLOW", { and_matcher: { predicate: [callerIs("web"), headerIs(":method", "GET")] } }],
      ["web DENY", callerIs("web")],
      ["web-too ALLOW", callerIs("web")],
      ["rest ALLOW", undefined],
    ),
  );

  test("the first that matches decides; those before it say why not, those behind it are shadowed", () => {
    expect(judge(list, asking("web", { ":method": "PUT" }))).toEqual({
      rule: "web",
      action: "deny",
      others: [
        {
          kind: "no-match",
          rule: "web-reads",
          action: "allow",
          failed: [{ input: "method", expected: 'is "GET"', actual: "PUT" }],
        },
        { kind: "shadowed", rule: "web-too", action: "allow" },
      ],
    });
  });

  test("the last word is for whom no rule knows", () => {
    const ruling = judge(list, asking("api"));
    expect(ruling).toMatchObject({ rule: "rest", action: "allow" });
    expect(ruling.others.map(({ rule, kind }) => `${rule} ${kind}`)).toEqual([
      "web-reads no-match",
      "web no-match",
      "web-too no-match",
    ]);
  });

  test("without a last word nobody is let in", () => {
    expect(judge(matcherRules(rules(["web ALLOW", callerIs("web")])), asking("api"))).toMatchObject({
      rule: "none",
      action: "deny",
    });
  });
});

describe("predicates", () => {
  const either = { or_matcher: { predicate: [headerIs(":method", "GET"), headerIs(":method", "PUT")] } };
  const rows = [
    ["one of several", either, { ":method": "PUT" }, true],
    ["none of several", either, { ":method": "POST" }, false],
    ["not one of several", { not_matcher: either }, { ":method": "POST" }, true],
    ["an absent header", headerIs("x-a", ""), {}, false],
    ["not of an absent header", { not_matcher: headerIs("x-a", "1") }, {}, true],
    ["several values of a header, joined", headerIs("x-a", "1,2"), { "x-a": ["1", "2"] }, true],
    ["one of several values of a header", headerIs("x-a", "1"), { "x-a": ["1", "2"] }, false],
    ["a header of any spelling", headerIs("X-A", "1"), { "x-a": "1" }, true],
  ] as const;

  test.each(rows)("%s", (_, predicate, headers, expected) => {
    const list = matcherRules(rules(["rule ALLOW", predicate], ["rest DENY", undefined]));
    expect(judge(list, viewOf(headers)).action).toBe(expected ? "allow" : "deny");
  });

  test("a failed choice says all that would do", () => {
    const list = matcherRules(rules(["rule ALLOW", either], ["rest DENY", undefined]));
    expect(judge(list, viewOf({ ":method": "POST" })).others).toEqual([
      {
        kind: "no-match",
        rule: "rule",
        action: "allow",
        failed: [{ input: "method", expected: 'is "GET" or is "PUT"', actual: "POST" }],
      },
    ]);
  });

  test("claims of a token", () => {
    const claim = {
      single_predicate: {
        input: {
          name: "claim",
          typed_config: {
            "@type":
              "type.googleapis.com/envoy.extensions.matching.common_inputs.network.v3.DynamicMetadataInput",
            filter: "envoy.filters.http.jwt_authn",
            path: [{ key: "okta" }, { key: "role" }],
          },
        },
        custom_match: {
          name: "value",
          typed_config: {
            "@type": "type.googleapis.com/envoy.extensions.matching.input_matchers.metadata.v3.Metadata",
            value: { string_match: { exact: "admin" } },
          },
        },
      },
    } as const;
    // The generated types do not know the two extensions.
    const list = matcherRules(
      rules(["admin ALLOW", JSON.parse(JSON.stringify(claim)) as object], ["rest DENY", undefined]),
    );
    const withRole = (role: string) =>
      viewOf({}, { metadata: { "envoy.filters.http.jwt_authn": { okta: { role } } } });
    expect(judge(list, withRole("admin")).rule).toBe("admin");
    expect(judge(list, withRole("user"))).toMatchObject({
      rule: "rest",
      others: [{ failed: [{ input: "claim okta.role", expected: 'is "admin"', actual: "user" }] }],
    });
    expect(judge(list, viewOf()).rule).toBe("rest");
  });

  test("an input that only a running Envoy can read matches nothing, and that is said", () => {
    const assumptions = new Set<string>();
    const predicate = {
      single_predicate: {
        input: {
          name: "ip",
          typed_config: {
            "@type": "type.googleapis.com/envoy.extensions.matching.common_inputs.network.v3.SourceIPInput",
          },
        },
        value_match: { prefix: "10." },
      },
    } as const;
    const list = matcherRules(rules(["near ALLOW", predicate], ["rest DENY", undefined]));
    expect(judge(list, viewOf({}, { assumptions })).rule).toBe("rest");
    expect([...assumptions]).toEqual([
      "What SourceIPInput says is known to a running Envoy alone; it was taken not to match.",
    ]);
  });
});

describe("matchers within matchers", () => {
  test("a matcher that knows no answer passes the request on to the next rule", () => {
    const list = matcherRules({
      matcher_list: {
        matchers: [
          {
            predicate: callerIs("web"),
            on_match: { matcher: rules(["inner ALLOW", headerIs(":method", "GET")]) },
          },
          { predicate: callerIs("web"), on_match: action("outer DENY") },
        ],
      },
      on_no_match: action("rest DENY"),
    });
    expect(judge(list, asking("web")).rule).toBe("inner");
    expect(judge(list, asking("web", { ":method": "PUT" })).rule).toBe("outer");
    expect(judge(list, asking("api")).rule).toBe("rest");
  });

  test("a tree by caller", () => {
    const input = {
      name: "caller",
      typed_config: {
        "@type": "type.googleapis.com/envoy.extensions.matching.common_inputs.ssl.v3.UriSanInput",
      },
    } as const;
    const exact = matcherRules({
      matcher_tree: { input, exact_match_map: { map: { [spiffe("web")]: action("web ALLOW") } } },
      on_no_match: action("rest DENY"),
    });
    expect(judge(exact, asking("web")).rule).toBe("web");
    expect(judge(exact, asking("webs")).rule).toBe("rest");
    const prefix = matcherRules({
      matcher_tree: {
        input,
        prefix_match_map: { map: { "spiffe://": action("any DENY"), [spiffe("w")]: action("w ALLOW") } },
      },
    });
    expect(judge(prefix, asking("web")).rule).toBe("w");
    expect(judge(prefix, asking("api")).rule).toBe("any");
  });
});

describe("policies by name", () => {
  const policies: NonNullable<RBAC["policies"]> = {
    b: {
      permissions: [{ any: true }],
      principals: [{ authenticated: { principal_name: { exact: spiffe("web") } } }],
    },
    a: {
      permissions: [
        {
          and_rules: {
            rules: [
              { header: { name: ":method", string_match: { exact: "GET" } } },
              { not_rule: { url_path: { path: { prefix: "/secret" } } } },
            ],
          },
        },
      ],
      principals: [
        {
          or_ids: {
            ids: [
              { authenticated: { principal_name: { exact: spiffe("web") } } },
              { header: { name: "x-a" } },
            ],
          },
        },
      ],
    },
  };

  test.each([
    ["ALLOW", "web", { ":path": "/x" }, "a", "allow"],
    ["ALLOW", "web", { ":path": "/secret" }, "b", "allow"],
    ["ALLOW", "api", { "x-a": "", ":path": "/secret?x" }, "none", "deny"],
    ["ALLOW", "api", { "x-a": "" }, "a", "allow"],
    ["DENY", "web", {}, "a", "deny"],
    ["DENY", "api", {}, "none", "allow"],
  ] as const)("%s for %s with %j: %s", (ruleAction, service, headers, rule, expected) => {
    expect(judge(policyRules({ action: ruleAction, policies }), asking(service, headers))).toMatchObject({
      rule,
      action: expected,
    });
  });
});

test("watched rules are judged too, and come first", () => {
  const access = accessRules({
    matcher: rules(["real ALLOW", undefined]),
    shadow_matcher: rules(["audit DENY", undefined]),
  });
  expect(rulings(access, viewOf()).map(({ rule, isEnforced }) => [rule, isEnforced])).toEqual([
    ["audit", false],
    ["real", true],
  ]);
  expect(rulings(accessRules({}), viewOf())).toEqual([]);
});
