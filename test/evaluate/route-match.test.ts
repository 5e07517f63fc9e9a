import { describe, expect, test } from "@jest/globals";
import type { RouteMatch } from "../../src/envoy/gen/envoy.config.route.v3.ts";
import { failedParts } from "../../src/evaluate/condition/condition.ts";
import { matchCondition } from "../../src/evaluate/http/route-match.ts";
import { viewOf } from "./hand-written.ts";

interface Row {
  readonly name: string;
  readonly match: RouteMatch;
  readonly matching: readonly Request[];
  readonly others: readonly Request[];
}

type Request = Readonly<Record<string, string | readonly string[]>>;

const path = (value: string): Request => ({ ":path": value });
const header = (value: string | readonly string[]): Request => ({ "x-a": value });

function onHeader(rest: NonNullable<RouteMatch["headers"]>[number]): RouteMatch {
  return { prefix: "/", headers: [{ name: "X-A", ...rest }] };
}

const rows: readonly Row[] = [
  { name: "every path", match: { prefix: "/" }, matching: [path("/"), path("/a?b"), path("*")], others: [] },
  {
    name: "an exact path, whatever the query",
    match: { path: "/a" },
    matching: [path("/a"), path("/a?b"), path("/a?")],
    others: [path("/a/"), path("/A"), path("/ab"), path("/?/a")],
  },
  {
    name: "an exact path in any case",
    match: { path: "/Ab", case_sensitive: false },
    matching: [path("/ab"), path("/AB?x"), path("/Ab")],
    others: [path("/a")],
  },
  {
    name: "a prefix, which need not end at a slash",
    match: { prefix: "/a" },
    matching: [path("/a"), path("/ab"), path("/a/b")],
    others: [path("/"), path("/A"), path("/?/a")],
  },
  {
    name: "a prefix in any case",
    match: { prefix: "/aB", case_sensitive: false },
    matching: [path("/Abc")],
    others: [path("/a")],
  },
  {
    name: "a prefix of whole segments",
    match: { path_separated_prefix: "/a" },
    matching: [path("/a"), path("/a/"), path("/a/b"), path("/a?b")],
    others: [path("/ab"), path("/"), path("/A")],
  },
  {
    name: "an expression, which has to match the whole path",
    match: { safe_regex: { regex: "/v[0-9]+/.*" } },
    matching: [path("/v1/"), path("/v12/x?y")],
    others: [path("/a/v1/"), path("/v1"), path("/?/v1/"), path("/V1/")],
  },
  {
    name: "a header by its exact value",
    match: onHeader({ string_match: { exact: "1" } }),
    matching: [header("1")],
    others: [{}, header("11"), header("")],
  },
  {
    name: "a header in any case",
    match: onHeader({ string_match: { exact: "aB", ignore_case: true } }),
    matching: [header("Ab")],
    others: [header("abc")],
  },
  {
    name: "a header that comes several times, by any of its values",
    match: onHeader({ string_match: { exact: "2" } }),
    matching: [header(["1", "2"]), header(["2", "1"])],
    others: [header(["1", "1"]), header("1,2")],
  },
  {
    name: "a header that comes several times, none of whose values may match",
    match: onHeader({ string_match: { exact: "2" }, invert_match: true }),
    matching: [header(["1", "3"]), header("1,2")],
    others: [header(["1", "2"])],
  },
  {
    name: "a header's prefix",
    match: onHeader({ string_match: { prefix: "a" } }),
    matching: [header("ab")],
    others: [header("ba"), {}],
  },
  {
    name: "a header's suffix",
    match: onHeader({ string_match: { suffix: "a" } }),
    matching: [header("ba")],
    others: [header("ab")],
  },
  {
    name: "a part of a header",
    match: onHeader({ string_match: { contains: "b" } }),
    matching: [header("abc")],
    others: [header("ac")],
  },
  {
    name: "a header by an expression",
    match: onHeader({ string_match: { safe_regex: { regex: "a+" } } }),
    matching: [header("aa")],
    others: [header("ab")],
  },
  {
    name: "a header's presence",
    match: onHeader({ present_match: true }),
    matching: [header(""), header("1")],
    others: [{}],
  },
  {
    name: "a header's absence",
    match: onHeader({ present_match: true, invert_match: true }),
    matching: [{}],
    others: [header("1")],
  },
  {
    name: "a header's absence, said the other way",
    match: onHeader({ present_match: false }),
    matching: [{}],
    others: [header("1")],
  },
  {
    name: "any other value, for which the header has to be there",
    match: onHeader({ string_match: { exact: "1" }, invert_match: true }),
    matching: [header("2")],
    others: [header("1"), {}],
  },
  {
    name: "any other value, an absent header counting as empty",
    match: onHeader({
      string_match: { exact: "1" },
      invert_match: true,
      treat_missing_header_as_empty: true,
    }),
    matching: [header("2"), {}],
    others: [header("1")],
  },
  {
    name: "a range of numbers without its end",
    match: onHeader({ range_match: { start: -1, end: 3 } }),
    matching: [header("-1"), header("2")],
    others: [header("3"), header("1.5"), header("a"), {}],
  },
  {
    name: "methods",
    match: {
      prefix: "/",
      headers: [{ name: ":method", string_match: { safe_regex: { regex: "GET|PUT" } } }],
    },
    matching: [{}, { ":method": "PUT" }],
    others: [{ ":method": "POST" }],
  },
  {
    name: "all headers together",
    match: { prefix: "/", headers: [{ name: "a" }, { name: "b" }] },
    matching: [{ a: "", b: "" }],
    others: [{ a: "" }, { b: "" }],
  },
  {
    name: "a query parameter by its exact value, as it stands",
    match: { prefix: "/", query_parameters: [{ name: "a", string_match: { exact: "1" } }] },
    matching: [path("/?a=1"), path("/?b&a=1&a=2")],
    others: [path("/"), path("/?a=2&a=1"), path("/?a=%31"), path("/?A=1"), path("/?a")],
  },
  {
    name: "a query parameter's presence",
    match: { prefix: "/", query_parameters: [{ name: "a", present_match: true }] },
    matching: [path("/?a"), path("/?a="), path("/?b=&a")],
    others: [path("/?b=a"), path("/a")],
  },
  {
    name: "gRPC",
    match: { prefix: "/", grpc: {} },
    matching: [{ "content-type": "application/grpc" }, { "content-type": "application/grpc+proto" }],
    others: [{}, { "content-type": "application/grpc-web" }],
  },
];

describe.each(rows)("$name", ({ match, matching, others }) => {
  const condition = matchCondition(match);
  const named = (requests: readonly Request[]) =>
    requests.map((request) => ({ request, text: JSON.stringify(request) }));

  test.each(named(matching))("matches $text", ({ request }) => {
    expect(condition.holds(viewOf(request))).toBe(true);
    expect(failedParts(condition, viewOf(request))).toEqual([]);
  });

  if (others.length > 0)
    test.each(named(others))("does not match $text", ({ request }) => {
      expect(condition.holds(viewOf(request))).toBe(false);
      expect(failedParts(condition, viewOf(request))).not.toEqual([]);
    });
});

test("says of each failing part what was wanted and what was there", () => {
  const condition = matchCondition({
    prefix: "/v1/",
    case_sensitive: false,
    headers: [
      { name: "x-a", string_match: { exact: "1" }, invert_match: true },
      { name: "x-b", present_match: true },
      { name: "x-c", string_match: { suffix: "c", ignore_case: true } },
    ],
    query_parameters: [{ name: "q", string_match: { safe_regex: { regex: "[a-z]" } } }],
  });
  expect(failedParts(condition, viewOf({ ":path": "/other?q=1", "x-a": "1", "x-c": "d" }))).toEqual([
    { input: "path", expected: 'starts with "/v1/" in any case', actual: "/other" },
    { input: "header x-a", expected: 'is present and not: is "1"', actual: "1" },
    { input: "header x-b", expected: "is present", actual: undefined },
    { input: "header x-c", expected: 'ends with "c" in any case', actual: "d" },
    { input: "query parameter q", expected: 'matches "[a-z]"', actual: "1" },
  ]);
});

test("what only a running Envoy knows is taken not to match, and said", () => {
  const assumptions = new Set<string>();
  const condition = matchCondition({ prefix: "/", tls_context: { presented: true } });
  expect(condition.holds(viewOf({}, { assumptions }))).toBe(false);
  expect([...assumptions]).toEqual([
    "What the caller's certificate says is known to a running Envoy alone; it was taken not to match.",
  ]);
});

test("an expression beyond RE2's syntax, which Envoy refuses, matches nothing", () => {
  const condition = matchCondition({ safe_regex: { regex: "/(?=a).*" } });
  expect(condition.holds(viewOf({ ":path": "/a" }))).toBe(false);
});
