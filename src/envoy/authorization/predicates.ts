import type { HeaderMatch, HeaderTest, PathMatch } from "../../graph/intention-rule.ts";
import type { TypedExtensionConfig } from "../gen/xds.core.v3.ts";
import type { Matcher_MatcherList_Predicate, StringMatcher } from "../gen/xds.type.matcher.v3.ts";
import { metadataMatches } from "./metadata-predicate.ts";
import { pathMetadata } from "./path-metadata.ts";

type Predicate = Matcher_MatcherList_Predicate;

/** The SPIFFE id in the caller's certificate. */
export const callerInput: TypedExtensionConfig = {
  name: "envoy.matching.inputs.uri_san",
  typed_config: {
    "@type": "type.googleapis.com/envoy.extensions.matching.common_inputs.ssl.v3.UriSanInput",
  },
};

/**
 * The path matches. Envoy's `:path` carries the query string, which must neither help a rule nor dodge it: a regular
 * expression, which could reach into it anywhere, sees a copy of the path without it.
 */
export function pathMatches({ kind, value }: PathMatch): Predicate {
  switch (kind) {
    case "prefix":
      return headerMatches(":path", { prefix: value });
    case "exact":
      return anyOf([
        headerMatches(":path", { exact: value }),
        headerMatches(":path", { prefix: `${value}?` }),
      ]);
    case "regex":
      return metadataMatches(pathMetadata, { string_match: { safe_regex: { regex: value } } });
  }
}

export function methodIsOneOf(methods: readonly string[]): Predicate {
  return anyOf(methods.map((method) => headerMatches(":method", { exact: method })));
}

/** The header passes its test. One that is absent passes no test on its value, inverted or not, as in Consul. */
export function headerPasses({ name, test, inverted }: HeaderMatch): Predicate {
  const passes = headerMatches(name, stringMatcherOf(test));
  if (!inverted) return passes;
  if (test.kind === "present") return not(passes);
  return allOf([headerMatches(name, anyValue), not(passes)]);
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

/** At least one holds; none of none does, so there must be one. */
export function anyOf(predicates: readonly Predicate[]): Predicate {
  const [only, ...rest] = predicates;
  return only && rest.length === 0 ? only : { or_matcher: { predicate: predicates } };
}

export function not(predicate: Predicate): Predicate {
  return { not_matcher: predicate };
}

/**
 * Whatever its bytes are. A dot matches characters alone, of which bytes that are no UTF-8 have none: Envoy before 1.39
 * takes a header with such bytes for one that is absent.
 */
const anyValue: StringMatcher = { safe_regex: { google_re2: {}, regex: "\\C*" } };

function stringMatcherOf(test: HeaderTest): StringMatcher {
  if (test.kind === "present") return anyValue;
  if (test.kind === "regex") return { safe_regex: { google_re2: {}, regex: test.value } };
  return { [test.kind]: test.value, ...(test.ignoresCase && { ignore_case: true }) };
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
