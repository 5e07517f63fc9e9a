import type { IntentionAction, IntentionRule, Permission } from "../../graph/intention-rule.ts";
import type { TokenRequirement } from "../../graph/jwt-provider.ts";
import type {
  Matcher_MatcherList_FieldMatcher,
  Matcher_MatcherList_Predicate,
  Matcher_OnMatch,
} from "../gen/xds.type.matcher.v3.ts";
import { escapedSlashDecision, fallThroughName, noValidTokenName, wrongTokenName } from "../names.ts";
import type { Decide } from "./decision.ts";
import { allOf, headerPasses, methodIsOneOf, not, pathHidesSlash, pathMatches } from "./predicates.ts";
import {
  claimsHold,
  haveOtherAudience,
  haveOtherIssuer,
  namesClaims,
  tokensAreVerified,
} from "./token-predicates.ts";

type Entry = Matcher_MatcherList_FieldMatcher;

/** What surrounds the decisions of one rule. */
interface RuleContext {
  readonly policy: IntentionAction;
  readonly decide: Decide;
}

/** What a rule says about its caller's requests: at once, or by permissions in order and then the default policy. */
export function ruleDecision(rule: IntentionRule, { policy, decide }: RuleContext): Matcher_OnMatch {
  const { id, decision } = rule;
  if (decision.kind === "action")
    return decision.action === "deny" || decision.tokens.length === 0
      ? decide(id, decision.action)
      : tokenDecision(id, decision.tokens, decide);
  const judgesPaths = decision.permissions.some(({ path }) => path !== undefined);
  return {
    matcher: {
      matcher_list: {
        matchers: [
          ...(judgesPaths
            ? [{ predicate: pathHidesSlash(), on_match: decide(escapedSlashDecision, "deny") }]
            : []),
          ...decision.permissions.flatMap((permission) => permissionEntries(permission, decide)),
        ],
      },
      on_no_match: decide(fallThroughName(id, policy), policy),
    },
  };
}

function permissionEntries(permission: Permission, decide: Decide): readonly Entry[] {
  const { id, action, tokens } = permission;
  const [first, ...rest] = conditionsOf(permission);
  if (!first)
    throw new Error(`the permission ${id} matches nothing in particular; its schema demands a condition`);
  const matches = allOf([first, ...rest]);
  if (tokens.length === 0) return [{ predicate: matches, on_match: decide(id, action) }];
  if (action === "allow") return [{ predicate: matches, on_match: tokenDecision(id, tokens, decide) }];
  return [
    {
      predicate: allOf([first, ...rest, tokensAreVerified(tokens), ...claimsHold(tokens)]),
      on_match: decide(id, "deny"),
    },
    {
      predicate: allOf([first, ...rest, not(tokensAreVerified(tokens))]),
      on_match: refusedToken(id, tokens, decide),
    },
  ];
}

function conditionsOf({ path, methods, headers }: Permission): readonly Matcher_MatcherList_Predicate[] {
  return [
    ...(path ? [pathMatches(path)] : []),
    ...(methods.length > 0 ? [methodIsOneOf(methods)] : []),
    ...headers.map(headerPasses),
  ];
}

/** Allows who brings the tokens, and says of everybody else what was wrong. */
function tokenDecision(id: string, tokens: readonly TokenRequirement[], decide: Decide): Matcher_OnMatch {
  const verified = tokensAreVerified(tokens);
  return {
    matcher: {
      matcher_list: {
        matchers: [
          { predicate: allOf([verified, ...claimsHold(tokens)]), on_match: decide(id, "allow") },
          ...(namesClaims(tokens)
            ? [{ predicate: verified, on_match: decide(wrongTokenName(id, "claims"), "deny") }]
            : []),
        ],
      },
      on_no_match: refusedToken(id, tokens, decide),
    },
  };
}

/** A token for others is told from one that nobody vouches for: the first is answered 403, the second 401. */
function refusedToken(id: string, tokens: readonly TokenRequirement[], decide: Decide): Matcher_OnMatch {
  return {
    matcher: {
      matcher_list: {
        matchers: [
          { predicate: haveOtherAudience(tokens), on_match: decide(wrongTokenName(id, "audience"), "deny") },
          { predicate: haveOtherIssuer(tokens), on_match: decide(wrongTokenName(id, "issuer"), "deny") },
        ],
      },
      on_no_match: decide(noValidTokenName(id), "deny"),
    },
  };
}
