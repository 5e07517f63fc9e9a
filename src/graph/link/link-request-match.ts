import type { HeaderMatch as HeaderEntry, HttpMatch, QueryParamMatch } from "../../config/gen/entries.ts";
import type { QueryParameterMatch, RequestMatch } from "../chain-route.ts";
import type { HeaderMatch, HeaderTest, PathMatch } from "../intention-rule.ts";

/** What a route asks of a request. That each part has one test is for a check to say; the first one given counts. */
export function linkRequestMatch(http: HttpMatch): RequestMatch {
  return {
    path: pathMatchOf(http),
    pathIgnoresCase: http.case_insensitive ?? false,
    headers: (http.header ?? []).map(headerMatchOf),
    queryParameters: (http.query_param ?? []).map(queryParameterMatchOf),
    methods: [...new Set(http.methods ?? [])].sort(),
  };
}

function pathMatchOf(http: HttpMatch): PathMatch | undefined {
  if (http.path_exact !== undefined) return { kind: "exact", value: http.path_exact };
  if (http.path_prefix !== undefined) return { kind: "prefix", value: http.path_prefix };
  return http.path_regex === undefined ? undefined : { kind: "regex", value: http.path_regex };
}

function headerMatchOf(header: HeaderEntry): HeaderMatch {
  return { name: header.name.toLowerCase(), test: headerTestOf(header), inverted: header.invert ?? false };
}

function headerTestOf(header: HeaderEntry): HeaderTest {
  for (const kind of ["exact", "prefix", "suffix"] as const) {
    const value = header[kind];
    if (value !== undefined) return { kind, value, ignoresCase: false };
  }
  return header.regex === undefined ? { kind: "present" } : { kind: "regex", value: header.regex };
}

function queryParameterMatchOf({ name, exact, regex }: QueryParamMatch): QueryParameterMatch {
  if (exact !== undefined) return { name, test: { kind: "exact", value: exact } };
  return { name, test: regex === undefined ? { kind: "present" } : { kind: "regex", value: regex } };
}
