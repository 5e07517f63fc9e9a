import type { HeaderValueOption } from "../../../src/envoy/gen/envoy.config.core.v3.ts";
import type {
  HeaderMatcher,
  RedirectAction,
  QueryParameterMatcher,
  Route,
  RouteAction,
  RouteConfiguration,
  RouteMatch,
} from "../../../src/envoy/gen/envoy.config.route.v3.ts";
import type { StringMatcher } from "../../../src/envoy/gen/envoy.type.matcher.v3.ts";
import type { Matcher, Matcher_MatcherList_Predicate } from "../../../src/envoy/gen/xds.type.matcher.v3.ts";
import type { SeededRandom } from "./seeded-random.ts";

/** Routes with whatever Envoy knows, also what no document of today renders to. */
export function randomRoutes(
  name: string,
  clusters: readonly [string, ...string[]],
  random: SeededRandom,
): RouteConfiguration {
  const routes = random.times(random.between(2, 6), (index) =>
    randomRoute(`route-${index}`, clusters, random),
  );
  const last: Route = { name: "last", match: { prefix: "/" }, route: { cluster: random.pick(clusters) } };
  return {
    name,
    validate_clusters: false,
    ...headerChanges("table", random),
    ...(random.chance(0.3) && { most_specific_header_mutations_wins: true }),
    virtual_hosts: [
      ...(random.chance(0.5)
        ? [
            {
              name: "named",
              domains: ["api.internal", "*.api.internal", "api.*"],
              routes: random.times(2, (index) => randomRoute(`named-${index}`, clusters, random)),
            },
          ]
        : []),
      {
        name: "any",
        domains: ["*"],
        ...headerChanges("host", random),
        routes: random.chance(0.8) ? [...routes, last] : routes,
      },
    ],
  };
}

function randomRoute(name: string, clusters: readonly [string, ...string[]], random: SeededRandom): Route {
  const match = randomMatch(random);
  return {
    name,
    match,
    ...routeEnd(match, clusters, random),
    ...headerChanges("route", random),
    ...(random.chance(0.1) && {
      typed_per_filter_config: {
        "envoy.filters.http.fault": {
          "@type": "type.googleapis.com/envoy.extensions.filters.http.fault.v3.HTTPFault" as const,
          abort: { http_status: 499, percentage: { numerator: random.pick([30, 100]) } },
          ...(random.chance(0.5) && { headers: [randomHeader(random)] }),
        },
      },
    }),
  };
}

function routeEnd(
  match: RouteMatch,
  clusters: readonly [string, ...string[]],
  random: SeededRandom,
): Partial<Route> {
  if (random.chance(0.1)) return { direct_response: { status: random.pick([200, 418, 503]) } };
  if (random.chance(0.1))
    return {
      redirect: random.pick<RedirectAction>([
        { path_redirect: "/elsewhere", response_code: "FOUND" } as const,
        { host_redirect: "other.internal", strip_query: true } as const,
        { prefix_rewrite: "/moved/", port_redirect: 8443, https_redirect: true } as const,
      ]),
    };
  return {
    route: {
      ...randomClusters(clusters, random),
      ...(random.chance(0.4) && randomRewrite(match, random)),
      ...random.pick<RouteAction>([
        {},
        {},
        {},
        { host_rewrite_literal: "rewritten.internal" },
        { host_rewrite_header: "x-c" },
      ]),
    },
  };
}

function randomClusters(clusters: readonly [string, ...string[]], random: SeededRandom): RouteAction {
  if (random.chance(0.1)) return { cluster: "no-such-cluster" };
  if (random.chance(0.1)) return { cluster_header: "x-cluster" };
  if (random.chance(0.5)) return { cluster: random.pick(clusters) };
  return {
    weighted_clusters: {
      clusters: random.times(random.between(2, 3), (index) => ({
        name: random.pick(clusters),
        weight: index === 0 ? 1 : random.between(0, 3),
        ...headerChanges(`share-${index}`, random),
      })),
    },
  };
}

function randomRewrite(match: RouteMatch, random: SeededRandom): RouteAction {
  if (match.safe_regex || random.chance(0.4))
    return {
      regex_rewrite: random.pick([
        { pattern: { regex: "/v([0-9]+)/([a-z]*)" }, substitution: "/\\2/\\1" },
        { pattern: { regex: "[aeiou]" }, substitution: "<\\0>" },
        { pattern: { regex: "^/" }, substitution: "/x/" },
        { pattern: { regex: "x*$" }, substitution: "-" },
        { pattern: { regex: "o|(r)" }, substitution: "[\\1]\\\\" },
      ]),
    };
  return { prefix_rewrite: random.pick(["/", "/new", "/new/"]) };
}

function randomMatch(random: SeededRandom): RouteMatch {
  const path = random.pick<RouteMatch>([
    { prefix: "/" },
    { prefix: "/v1/" },
    { prefix: "/a" },
    { prefix: "/V1", case_sensitive: false },
    { path: "/v1/orders" },
    { path: "/A/B", case_sensitive: false },
    { path_separated_prefix: "/v1" },
    { path_separated_prefix: "/A", case_sensitive: false },
    { safe_regex: { regex: "/v[0-9]+/.*" } },
    { safe_regex: { regex: "/(a|b)/?" } },
    { safe_regex: { regex: "(?i)/a.*" } },
  ]);
  const headers = random.times(random.pick([0, 0, 1, 2]), () => randomHeader(random));
  const query = random.times(random.pick([0, 0, 0, 1]), () => randomQuery(random));
  return {
    ...path,
    ...(headers.length > 0 && { headers }),
    ...(query.length > 0 && { query_parameters: query }),
    ...(random.chance(0.05) && { grpc: {} }),
    ...(random.chance(0.1) && {
      runtime_fraction: {
        default_value: { numerator: random.pick([0, 30, 100]), denominator: "HUNDRED" as const },
      },
    }),
  };
}

function randomHeader(random: SeededRandom): HeaderMatcher {
  const name = random.pick(["x-a", "X-B", "x-c", ":method", "x-absent"]);
  return {
    name,
    ...random.pick<HeaderMatcher>([
      { present_match: true },
      { present_match: false },
      { range_match: { start: 1, end: 3 } },
      {},
      { string_match: randomString(random) },
      { string_match: randomString(random) },
      { string_match: randomString(random) },
    ]),
    ...(random.chance(0.25) && { invert_match: true }),
    ...(random.chance(0.15) && { treat_missing_header_as_empty: true }),
  };
}

function randomQuery(random: SeededRandom): QueryParameterMatcher {
  const name = random.pick(["q", "full"]);
  return random.chance(0.4) ? { name, present_match: true } : { name, string_match: randomString(random) };
}

type PlainStringMatcher = Pick<StringMatcher, "exact" | "prefix" | "suffix" | "contains" | "ignore_case"> & {
  readonly safe_regex?: { readonly google_re2: Readonly<Record<string, never>>; readonly regex: string };
};

/** Of the texts that random requests carry. */
export function randomString(random: SeededRandom): PlainStringMatcher {
  const test = random.pick<PlainStringMatcher>([
    { exact: "1" },
    { exact: "Abc" },
    { exact: "GET" },
    { prefix: "a" },
    { suffix: "c" },
    { contains: "b" },
    { safe_regex: { google_re2: {}, regex: "[a-z]*" } },
    { safe_regex: { google_re2: {}, regex: "1|2|GET" } },
  ]);
  return test.safe_regex || random.chance(0.7) ? test : { ...test, ignore_case: true };
}

/** Values that tell where a change was made. */
function headerChanges(
  place: string,
  random: SeededRandom,
): Pick<Route, "request_headers_to_add" | "request_headers_to_remove"> {
  if (random.chance(0.6)) return {};
  const written = random.times(random.between(1, 2), (): HeaderValueOption => ({
    header: {
      key: random.pick(["x-a", "X-B", "x-new"]),
      value: random.pick([place, `${place}-%REQ(x-c?:method)%`, "50%%", ""]),
    },
    append_action: random.pick([
      "APPEND_IF_EXISTS_OR_ADD",
      "ADD_IF_ABSENT",
      "OVERWRITE_IF_EXISTS_OR_ADD",
      "OVERWRITE_IF_EXISTS",
    ]),
    ...(random.chance(0.2) && { keep_empty_value: true }),
  }));
  return {
    request_headers_to_add: written,
    ...(random.chance(0.4) && { request_headers_to_remove: [random.pick(["x-a", "x-b", "x-c"])] }),
  };
}

/** Rules of an authorization, with every kind of predicate. */
export function randomRules(callers: readonly string[], random: SeededRandom): Matcher {
  return {
    matcher_list: {
      matchers: random.times(random.between(1, 5), (index) => ({
        predicate: randomPredicate(callers, random, 2),
        on_match: {
          action: {
            name: "action",
            typed_config: {
              "@type": "type.googleapis.com/envoy.config.rbac.v3.Action" as const,
              name: `rule ${index}`,
              action: random.pick(["ALLOW", "DENY"] as const),
            },
          },
        },
      })),
    },
    ...(random.chance(0.8) && {
      on_no_match: {
        action: {
          name: "action",
          typed_config: {
            "@type": "type.googleapis.com/envoy.config.rbac.v3.Action" as const,
            name: "rest",
            action: random.pick(["ALLOW", "DENY"] as const),
          },
        },
      },
    }),
  };
}

function randomPredicate(
  callers: readonly string[],
  random: SeededRandom,
  depth: number,
): Matcher_MatcherList_Predicate {
  const part = (): Matcher_MatcherList_Predicate => randomPredicate(callers, random, depth - 1);
  if (depth > 0 && random.chance(0.25)) return { and_matcher: { predicate: [part(), part()] } };
  if (depth > 0 && random.chance(0.25)) return { or_matcher: { predicate: [part(), part()] } };
  if (depth > 0 && random.chance(0.2)) return { not_matcher: part() };
  const caller = random.pickAny(callers);
  if (caller !== undefined && random.chance(0.3))
    return {
      single_predicate: {
        input: {
          name: "caller",
          typed_config: {
            "@type": "type.googleapis.com/envoy.extensions.matching.common_inputs.ssl.v3.UriSanInput",
          },
        },
        value_match: { exact: caller },
      },
    };
  return {
    single_predicate: {
      input: {
        name: "header",
        typed_config: {
          "@type": "type.googleapis.com/envoy.type.matcher.v3.HttpRequestHeaderMatchInput",
          header_name: random.pick(["x-a", "x-b", "x-c", ":method"]),
        },
      },
      value_match: randomString(random),
    },
  };
}
