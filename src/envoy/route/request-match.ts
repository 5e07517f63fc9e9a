import type { QueryParameterMatch, RequestMatch } from "../../graph/chain-route.ts";
import type { HeaderMatch, HeaderTest, PathMatch } from "../../graph/intention-rule.ts";
import type { HeaderMatcher, QueryParameterMatcher, RouteMatch } from "../gen/envoy.config.route.v3.ts";
import type { StringMatcher } from "../gen/envoy.type.matcher.v3.ts";

/** The requests that a route takes. Envoy compares paths without their query. */
export function routeMatch(match: RequestMatch): RouteMatch {
  const headers = [...methodMatchers(match.methods), ...match.headers.map(headerMatcher)];
  return {
    ...pathMatcher(match.path, match.pathIgnoresCase),
    ...(headers.length > 0 && { headers }),
    ...(match.queryParameters.length > 0 && {
      query_parameters: match.queryParameters.map(queryParameterMatcher),
    }),
  };
}

function pathMatcher(path: PathMatch | undefined, ignoresCase: RequestMatch["pathIgnoresCase"]): RouteMatch {
  if (!path) return { prefix: "/" };
  const letters = ignoresCase ? { case_sensitive: false } : {};
  switch (path.kind) {
    case "exact":
      return { path: path.value, ...letters };
    case "prefix":
      return { prefix: path.value, ...letters };
    case "regex":
      // Envoy leaves regular expressions alone, which have a flag of their own.
      return { safe_regex: { regex: ignoresCase ? `(?i)${path.value}` : path.value } };
  }
}

function methodMatchers(methods: readonly string[]): readonly HeaderMatcher[] {
  const [only, ...others] = methods;
  if (only === undefined) return [];
  const test: StringMatcher =
    others.length === 0 ? { exact: only } : { safe_regex: { regex: methods.join("|") } };
  return [{ name: ":method", string_match: test }];
}

function headerMatcher({ name, test, inverted }: HeaderMatch): HeaderMatcher {
  return {
    name,
    ...(test.kind === "present" ? { present_match: true } : { string_match: stringMatcher(test) }),
    ...(inverted && { invert_match: true }),
  };
}

function queryParameterMatcher({ name, test }: QueryParameterMatch): QueryParameterMatcher {
  if (test.kind === "present") return { name, present_match: true };
  return { name, string_match: stringMatcher({ ...test, ignoresCase: false }) };
}

function stringMatcher(test: Exclude<HeaderTest, { readonly kind: "present" }>): StringMatcher {
  if (test.kind === "regex") return { safe_regex: { regex: test.value } };
  return { [test.kind]: test.value, ...(test.ignoresCase && { ignore_case: true }) };
}
