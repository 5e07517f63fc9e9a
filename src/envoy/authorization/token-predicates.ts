import type { ClaimMatch, ProviderRequirement, TokenRequirement } from "../../graph/jwt-provider.ts";
import type { ValueMatcher } from "../gen/envoy.type.matcher.v3.ts";
import type { Matcher_MatcherList_Predicate } from "../gen/xds.type.matcher.v3.ts";
import { tokenFailureKey, tokenPayloadKey } from "../names.ts";
import { tokenFilter } from "./jwt/token-filter.ts";
import { metadataMatches } from "./metadata-predicate.ts";
import { allOf, anyOf } from "./predicates.ts";

type Predicate = Matcher_MatcherList_Predicate;
type Tokens = readonly TokenRequirement[];

/** Each token is there and to be trusted, whatever it says. */
export function tokensAreVerified(tokens: Tokens): Predicate {
  return every(tokens, ({ anyOf: providers }) =>
    anyOf(providers.map(({ provider }) => isVerified(provider))),
  );
}

/** Each token says what it must; nothing where nothing was asked for. */
export function claimsHold(tokens: Tokens): readonly Predicate[] {
  return tokens.filter(asksForClaims).map(({ anyOf: providers }) => anyOf(providers.map(providerHolds)));
}

export function namesClaims(tokens: Tokens): boolean {
  return tokens.some(asksForClaims);
}

/** A token is genuine, and meant for others. */
export function haveOtherAudience(tokens: Tokens): Predicate {
  return anyOf(providersOf(tokens).map((provider) => failedBy(provider, "Audiences in Jwt are not allowed")));
}

/** There is a token, and none of the providers has issued it. */
export function haveOtherIssuer(tokens: Tokens): Predicate {
  return every(providersOf(tokens), (provider) => failedBy(provider, "Jwt issuer is not configured"));
}

function asksForClaims({ anyOf: providers }: TokenRequirement): boolean {
  return providers.some(({ claims }) => claims.length > 0);
}

function providersOf(tokens: Tokens): readonly string[] {
  return [...new Set(tokens.flatMap(({ anyOf: providers }) => providers.map(({ provider }) => provider)))];
}

function providerHolds({ provider, claims }: ProviderRequirement): Predicate {
  return allOf([isVerified(provider), ...claims.map((claim) => claimIs(provider, claim))]);
}

function isVerified(provider: string): Predicate {
  return tokenMatches([tokenPayloadKey(provider)], { present_match: true });
}

/** Compares the words in which Envoy says why, which have been the same longer than the numbers beside them. */
function failedBy(provider: string, message: string): Predicate {
  return tokenMatches([tokenFailureKey(provider), "message"], { string_match: { exact: message } });
}

function claimIs(provider: string, { path, value }: ClaimMatch): Predicate {
  const matchers = [...scalarMatchers(value)];
  return tokenMatches([tokenPayloadKey(provider), ...path], {
    or_match: {
      value_matchers: [
        ...matchers,
        ...matchers.map((matcher): ValueMatcher => ({ list_match: { one_of: matcher } })),
      ],
    },
  });
}

/** A document writes every value as text, also that of a claim which is none. */
function scalarMatchers(value: string): readonly ValueMatcher[] {
  const text: ValueMatcher = { string_match: { exact: value } };
  if (value === "true" || value === "false") return [text, { bool_match: value === "true" }];
  return /^-?(0|[1-9]\d{0,14})(\.\d{1,6})?$/.test(value)
    ? [text, { double_match: { exact: Number(value) } }]
    : [text];
}

function tokenMatches(path: readonly string[], value: ValueMatcher): Predicate {
  return metadataMatches({ namespace: tokenFilter, path }, value);
}

function every<T>(items: readonly T[], toPredicate: (item: T) => Predicate): Predicate {
  const [first, ...rest] = items;
  if (first === undefined) throw new Error("a demand for tokens names no provider; its schema demands one");
  return allOf([toPredicate(first), ...rest.map(toPredicate)]);
}
