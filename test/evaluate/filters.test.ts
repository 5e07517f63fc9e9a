import { describe, expect, test } from "@jest/globals";
import type {
  JwtProvider,
  JwtRequirement,
} from "../../src/envoy/gen/envoy.extensions.filters.http.jwt_authn.v3.ts";
import type { Route } from "../../src/envoy/gen/envoy.config.route.v3.ts";
import type {
  HttpConnectionManager,
  HttpFilter,
} from "../../src/envoy/gen/envoy.extensions.filters.network.http_connection_manager.v3.ts";
import { connectionManager } from "../../src/evaluate/http/connection-manager.ts";
import { unsignedToken } from "../support/token-issuer.ts";
import type { Claims } from "../support/token-issuer.ts";
import { router, routesOf, rules, viewOf } from "./hand-written.ts";

const toApi: Route = { name: "all", match: { prefix: "/" }, route: { cluster: "api" } };

function manager(
  filters: readonly HttpFilter[],
  route: Partial<Route> = {},
  rest: HttpConnectionManager = {},
) {
  return connectionManager({ http_filters: [...filters, router], ...rest }, routesOf({ ...toApi, ...route }));
}

const deny: HttpFilter = {
  name: "rbac",
  typed_config: {
    "@type": "type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC",
    matcher: rules(["no route DENY", undefined]),
  },
};

describe("authorization", () => {
  const perRouteType = "type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBACPerRoute";

  test("the listener's own rules hold where the route brings none", () => {
    expect(manager([deny])(viewOf())).toMatchObject([
      {
        kind: "answer",
        share: 1,
        verdict: "denied",
        status: 403,
        details: "rbac_access_denied_matched_policy[no_route]",
      },
    ]);
  });

  test.each([
    ["the route's", { typed_per_filter_config: { rbac: perRoute("route ALLOW") } }],
    ["none at all", { typed_per_filter_config: { rbac: { "@type": perRouteType } } }],
    [
      "a filter switched off",
      {
        typed_per_filter_config: {
          rbac: { "@type": "type.googleapis.com/envoy.config.route.v3.FilterConfig", disabled: true },
        },
      },
    ],
  ] as const)("%s instead", (_, route) => {
    expect(manager([deny], route)(viewOf())).toMatchObject([{ kind: "forward", cluster: "api" }]);
  });

  test("a share's own rules go before the route's", () => {
    const walk = manager([deny], {
      typed_per_filter_config: { rbac: perRoute("route ALLOW") },
      route: {
        weighted_clusters: {
          clusters: [
            { name: "a", weight: 3 },
            { name: "b", weight: 1, typed_per_filter_config: { rbac: perRoute("share DENY") } },
          ],
        },
      },
    });
    expect(walk(viewOf())).toMatchObject([
      { kind: "forward", cluster: "a", share: 0.75 },
      { kind: "answer", share: 0.25, details: "rbac_access_denied_matched_policy[share]" },
    ]);
  });

  function perRoute(rule: string) {
    return { "@type": perRouteType, rbac: { matcher: rules([rule, undefined]) } } as const;
  }
});

describe("faults", () => {
  const fault = (config: object): HttpFilter => ({
    name: "fault",
    typed_config: {
      "@type": "type.googleapis.com/envoy.extensions.filters.http.fault.v3.HTTPFault",
      ...config,
    },
  });
  const abort = { http_status: 503, percentage: { numerator: 250_000, denominator: "MILLION" } };

  test("a part is aborted, the rest goes on", () => {
    expect(manager([fault({ abort })])(viewOf())).toMatchObject([
      { kind: "answer", share: 0.25, verdict: "answered", status: 503, details: "fault_filter_abort" },
      { kind: "forward", share: 0.75 },
    ]);
  });

  test("two of them share out what is left", () => {
    const shares = manager([fault({ abort }), fault({ abort })])(viewOf()).map(({ share }) => share);
    expect(shares).toEqual([0.25, 0.1875, 0.5625]);
  });

  test("only requests whose headers match", () => {
    const walk = manager([
      fault({ abort: { ...abort, percentage: { numerator: 100 } }, headers: [{ name: "x-test" }] }),
    ]);
    expect(walk(viewOf())).toMatchObject([{ kind: "forward", share: 1 }]);
    expect(walk(viewOf({ "x-test": "" }))).toMatchObject([{ kind: "answer", share: 1 }]);
  });

  test("a delay is told, with its share", () => {
    const [end] = manager([fault({ delay: { fixed_delay: "0.5s", percentage: { numerator: 10 } } })])(
      viewOf(),
    );
    expect(end?.passage.delays).toEqual([{ delayMs: 500, share: 0.1 }]);
  });
});

test("a rate limit is told, and taken not to be reached", () => {
  const always = { default_value: { numerator: 100 } };
  const assumptions = new Set<string>();
  const [end] = manager([
    {
      name: "limit",
      typed_config: {
        "@type": "type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit",
        token_bucket: { max_tokens: 10, tokens_per_fill: 5, fill_interval: "1s" },
        filter_enabled: always,
        filter_enforced: always,
      },
    },
  ])(viewOf({}, { assumptions }));
  expect(end?.passage.limits).toEqual([
    { maxTokens: 10, tokensPerFill: 5, fillIntervalMs: 1000, status: 429 },
  ]);
  expect([...assumptions]).toEqual(["The rate limit was taken not to be reached."]);
});

test("a filter that is not known is passed, and that is said", () => {
  const assumptions = new Set<string>();
  const lua: HttpFilter = {
    name: "lua",
    typed_config: { "@type": "type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua" },
  };
  expect(manager([lua])(viewOf({}, { assumptions }))).toMatchObject([{ kind: "forward" }]);
  expect([...assumptions]).toEqual([
    "The filter envoy.extensions.filters.http.lua.v3.Lua is not walked through; the request was taken to pass it unchanged.",
  ]);
});

describe("headers", () => {
  const add = (
    key: string,
    value: string,
    append_action?: "OVERWRITE_IF_EXISTS_OR_ADD" | "ADD_IF_ABSENT" | "OVERWRITE_IF_EXISTS",
  ) => ({
    header: { key, value },
    ...(append_action && { append_action }),
  });

  test.each([
    ["added behind those that are there", [add("X-A", "2")], [], { "x-a": "1" }, "1,2"],
    ["added first", [add("x-a", "2")], [], {}, "2"],
    ["replaced", [add("x-a", "2", "OVERWRITE_IF_EXISTS_OR_ADD")], [], { "x-a": "1" }, "2"],
    ["only if absent, and it is not", [add("x-a", "2", "ADD_IF_ABSENT")], [], { "x-a": "1" }, "1"],
    ["only if present, and it is not", [add("x-a", "2", "OVERWRITE_IF_EXISTS")], [], {}, undefined],
    ["removed, then added", [add("x-a", "2")], ["X-A"], { "x-a": "1" }, "2"],
    ["an escaped percent sign", [add("x-a", "50%%")], [], {}, "50%"],
    ["another header's value", [add("x-a", "<%REQ(x-none?x-b)%>")], [], { "x-b": "b" }, "<b>"],
    ["nothing rather than an empty value", [add("x-a", "")], [], {}, undefined],
  ] as const)("%s", (_, request_headers_to_add, request_headers_to_remove, headers, expected) => {
    const [end] = manager([], { request_headers_to_add, request_headers_to_remove })(viewOf(headers));
    expect(end?.kind === "forward" && end.view.header("x-a")).toBe(expected);
  });

  test("the share's come first, then the route's, the host's and the table's", () => {
    const at = (place: string) => ({ request_headers_to_add: [add("x-a", place)] });
    const route: Route = {
      ...toApi,
      ...at("route"),
      route: { weighted_clusters: { clusters: [{ name: "api", weight: 1, ...at("share") }] } },
    };
    const table = { virtual_hosts: [{ domains: ["*"], routes: [route], ...at("host") }], ...at("table") };
    const order = (mostSpecific: boolean) => {
      const [end] = connectionManager(
        { http_filters: [router] },
        { ...table, most_specific_header_mutations_wins: mostSpecific },
      )(viewOf());
      return end?.kind === "forward" ? end.view.header("x-a") : undefined;
    };
    expect(order(false)).toBe("share,route,host,table");
    expect(order(true)).toBe("share,table,host,route");
  });

  test("those with underscores are dropped or refused where the mesh wants it", () => {
    const walk = (headers_with_underscores_action: "DROP_HEADER" | "REJECT_REQUEST") =>
      manager(
        [],
        {},
        { common_http_protocol_options: { headers_with_underscores_action } },
      )(viewOf({ x_a: "1" }));
    const [dropped] = walk("DROP_HEADER");
    expect(dropped?.kind === "forward" && dropped.view.header("x_a")).toBeUndefined();
    expect(walk("REJECT_REQUEST")).toMatchObject([{ kind: "answer", status: 400 }]);
  });
});

describe("tokens", () => {
  const provider: JwtProvider = {
    issuer: "https://p",
    audiences: ["api"],
    payload_in_metadata: "payload",
    failed_status_in_metadata: "failure",
  };

  function ask(
    requires: JwtRequirement,
    token: Claims | string | undefined,
    more: JwtProvider = {},
    claims: readonly object[] = [],
  ) {
    const filter: HttpFilter = {
      name: "jwt",
      typed_config: {
        "@type": "type.googleapis.com/envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication",
        providers: { p: { ...provider, ...more }, q: { issuer: "https://q" } },
        rules: [{ match: { prefix: "/" }, requires }],
      },
    };
    const text =
      typeof token === "object" ? unsignedToken(token).replace(/^[^.]*/, "eyJhbGciOiJFUzI1NiJ9") : token;
    const [end] = manager([filter])(
      viewOf(text === undefined ? {} : { authorization: `Bearer ${text}` }, {
        claims: JSON.parse(JSON.stringify(claims)) as [],
      }),
    );
    return end;
  }

  const good = { iss: "https://p", aud: ["api"] };
  const ofP: JwtRequirement = { provider_name: "p" };
  const orNone: JwtRequirement = { requires_any: { requirements: [ofP, { allow_missing: {} }] } };
  const lenient: JwtRequirement = { requires_any: { requirements: [ofP, { allow_missing_or_failed: {} }] } };

  test.each([
    ["one that is right", ofP, good, undefined],
    ["one for an audience written as an address", ofP, { ...good, aud: "https://api/" }, undefined],
    ["none", ofP, undefined, "401 Jwt_is_missing"],
    ["no token at all in its place", ofP, "abc", "401 Jwt_is_not_in_the_form_of_Header.Payload.Signature"],
    ["one of another issuer", ofP, { ...good, iss: "https://x" }, "401 Jwt_issuer_is_not_configured"],
    ["one for others", ofP, { ...good, aud: "other" }, "403 Audiences_in_Jwt_are_not_allowed"],
    ["none where that is allowed", orNone, undefined, undefined],
    [
      "one for others where none is allowed",
      orNone,
      { ...good, aud: "other" },
      "403 Audiences_in_Jwt_are_not_allowed",
    ],
    ["one for others where anything goes", lenient, { ...good, aud: "other" }, undefined],
    [
      "one where two are wanted",
      { requires_all: { requirements: [ofP, { provider_name: "q" }] } },
      good,
      "401 Jwt_issuer_is_not_configured",
    ],
    [
      "one where either will do",
      { requires_any: { requirements: [{ provider_name: "q" }, ofP] } },
      good,
      undefined,
    ],
    [
      "another audience for this rule",
      { provider_and_audiences: { provider_name: "p", audiences: ["x"] } },
      good,
      "403 Audiences_in_Jwt_are_not_allowed",
    ],
    ["a provider that is not there", { provider_name: "z" }, good, "401 Jwt_provider_is_not_configured"],
  ] as const)("%s", (_, requires, token, expected) => {
    const end = ask(requires, token);
    const seen =
      end?.kind === "answer" ? `${end.status ?? ""} ${/\{(.*)\}/.exec(end.details)?.[1] ?? ""}` : undefined;
    expect(seen).toBe(expected);
  });

  test("what a token says is left for later filters, and the token kept from the application", () => {
    const end = ask(ofP, good, {
      forward_payload_header: "x-payload",
      claim_to_headers: [{ header_name: "x-iss", claim_name: "iss" }],
    });
    if (end?.kind !== "forward") throw new Error("it was refused");
    expect(end.view.metadata).toEqual({ "envoy.filters.http.jwt_authn": { payload: good } });
    expect(end.view.header("authorization")).toBeUndefined();
    expect(end.view.header("x-iss")).toBe("https://p");
    expect(end.changes).toEqual([
      { kind: "set", name: "x-payload", value: btoa(JSON.stringify(good)).replace(/=+$/, "") },
      { kind: "set", name: "x-iss", value: "https://p" },
      { kind: "removed", name: "authorization" },
    ]);
  });

  test("why a token was not accepted is left as well", () => {
    const end = ask(lenient, { ...good, aud: "other" });
    expect(end?.kind === "forward" && end.view.metadata).toEqual({
      "envoy.filters.http.jwt_authn": { failure: { message: "Audiences in Jwt are not allowed" } },
    });
  });

  test("claims stand for a token that carries them", () => {
    expect(ask(ofP, undefined, {}, [{ aud: "api" }])?.kind).toBe("forward");
    expect(ask(ofP, undefined, {}, [{ aud: "other" }])).toMatchObject({ status: 403 });
  });

  test("a token in the query is taken out of it", () => {
    const filter: HttpFilter = {
      name: "jwt",
      typed_config: {
        "@type": "type.googleapis.com/envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication",
        providers: { p: { ...provider, from_params: ["token"] } },
        rules: [{ match: { prefix: "/" }, requires: ofP }],
      },
    };
    const token = unsignedToken(good).replace(/^[^.]*/, "eyJhbGciOiJFUzI1NiJ9");
    const pathFor = (path: string) => {
      const [end] = manager([filter])(viewOf({ ":path": path }));
      return end?.kind === "forward" && end.view.path;
    };
    expect(pathFor(`/a?token=${token}`)).toBe("/a");
    expect(pathFor(`/a?z=%2f1&token=${token}&b`)).toBe("/a?b=&z=/1");
  });
});

test("copies of headers are found by later filters", () => {
  const copy: HttpFilter = {
    name: "copy",
    typed_config: {
      "@type": "type.googleapis.com/envoy.extensions.filters.http.header_to_metadata.v3.Config",
      request_rules: [
        {
          header: ":path",
          on_header_present: {
            metadata_namespace: "mesh",
            key: "path",
            regex_value_rewrite: { pattern: { regex: "\\?.*" }, substitution: "" },
          },
        },
        { header: "x-none", on_header_missing: { metadata_namespace: "mesh", key: "none", value: "absent" } },
      ],
    },
  };
  const [end] = manager([copy])(viewOf({ ":path": "/a?b" }));
  expect(end?.kind === "forward" && end.view.metadata).toEqual({ mesh: { path: "/a", none: "absent" } });
});

test("an answer of the proxy's own may get another status by its details", () => {
  const mapped = manager(
    [deny],
    {},
    {
      local_reply_config: {
        mappers: [
          {
            filter: {
              extension_filter: {
                name: "cel",
                typed_config: {
                  "@type":
                    "type.googleapis.com/envoy.extensions.access_loggers.filters.cel.v3.ExpressionFilter",
                  expression: 'response.code_details.endsWith("no_route]")',
                },
              },
            },
            status_code: 401,
          },
        ],
      },
    },
  );
  expect(mapped(viewOf())).toMatchObject([{ status: 401 }]);
});
