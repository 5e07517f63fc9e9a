import type { PathMatch } from "../../graph/intention-rule.ts";
import type { Matcher_MatcherList_Predicate, StringMatcher } from "../gen/xds.type.matcher.v3.ts";

type Predicate = Matcher_MatcherList_Predicate;

/** The caller's certificate carries exactly this SPIFFE id. */
export function callerIs(spiffeId: string): Predicate {
  return {
    single_predicate: {
      input: {
        name: "envoy.matching.inputs.uri_san",
        typed_config: {
          "@type": "type.googleapis.com/envoy.extensions.matching.common_inputs.ssl.v3.UriSanInput",
        },
      },
      value_match: { exact: spiffeId },
    },
  };
}

/** The path matches. Envoy's `:path` carries the query string, which must neither help a rule nor dodge it. */
export function pathMatches(path: PathMatch): Predicate {
  if (path.kind === "prefix") return headerMatches(":path", { prefix: path.value });
  return anyOf([
    headerMatches(":path", { exact: path.value }),
    headerMatches(":path", { prefix: `${path.value}?` }),
  ]);
}

export function methodIsOneOf(methods: readonly string[]): Predicate {
  return anyOf(methods.map((method) => headerMatches(":method", { exact: method })));
}

/**
 * The path hides a slash as %2F or %5C. Envoy compares it as it stands, while many applications decode it, so that
 * the two would see different paths.
 */
export function pathHidesSlash(): Predicate {
  return headerMatches(":path", { safe_regex: { google_re2: {}, regex: "[^?]*%(2[fF]|5[cC]).*" } });
}

/** All hold. Envoy wants at least two in a list. */
export function allOf(predicates: readonly [Predicate, ...Predicate[]]): Predicate {
  return predicates.length === 1 ? predicates[0] : { and_matcher: { predicate: predicates } };
}

function anyOf(predicates: readonly Predicate[]): Predicate {
  const [only, ...rest] = predicates;
  return only && rest.length === 0 ? only : { or_matcher: { predicate: predicates } };
}

function headerMatches(header: string, value: StringMatcher): Predicate {
  return {
    single_predicate: {
      input: {
        name: "envoy.matching.inputs.request_headers",
        typed_config: {
          "@type": "type.googleapis.com/envoy.type.matcher.v3.HttpRequestHeaderMatchInput",
          header_name: header,
        },
      },
      value_match: value,
    },
  };
}
