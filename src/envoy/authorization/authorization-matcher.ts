import type { IntentionRule, Permission } from "../../graph/intention-rule.ts";
import type { MeshSettings } from "../../graph/mesh-graph.ts";
import type {
  Matcher,
  Matcher_MatcherList_FieldMatcher,
  Matcher_MatcherList_Predicate,
} from "../gen/xds.type.matcher.v3.ts";
import { defaultDecisionName, escapedSlashDecision, fallThroughName, spiffeId } from "../names.ts";
import { decision } from "./decision.ts";
import { allOf, callerIs, methodIsOneOf, pathHidesSlash, pathMatches } from "./predicates.ts";

/**
 * The intentions of a service as one ordered matcher, in which the first match decides: intention precedence exactly.
 *
 * A rule for every source (`*`) ends the list, since nothing behind it can match. A caller whose permissions all
 * fail meets the default policy, not a less precise rule: exactly one intention decides about a caller.
 */
export function authorizationMatcher(rules: readonly IntentionRule[], settings: MeshSettings): Matcher {
  const catchAll = rules.find(({ source }) => source === "*");
  const exact = catchAll ? rules.slice(0, rules.indexOf(catchAll)) : rules;
  const matchers = [
    ...(rules.some(judgesPaths)
      ? [{ predicate: pathHidesSlash(), on_match: decision(escapedSlashDecision, "deny") }]
      : []),
    ...exact.flatMap((rule) => sourceMatchers(rule, settings)),
    ...(catchAll?.decision.kind === "permissions"
      ? catchAll.decision.permissions.map((permission) => permissionMatcher(permission, []))
      : []),
  ];
  return {
    ...(matchers.length > 0 && { matcher_list: { matchers } }),
    on_no_match: lastDecision(catchAll, settings),
  };
}

/** Refuses everything: what a listener does when its route brings no rules. */
export function refuseAll(name: string): Matcher {
  return { on_no_match: decision(name, "deny") };
}

function judgesPaths({ decision: ruling }: IntentionRule): boolean {
  return ruling.kind === "permissions" && ruling.permissions.some(({ path }) => path !== undefined);
}

function sourceMatchers(
  rule: IntentionRule,
  settings: MeshSettings,
): readonly Matcher_MatcherList_FieldMatcher[] {
  const caller = callerIs(spiffeId(settings, rule.source));
  if (rule.decision.kind === "action")
    return [{ predicate: caller, on_match: decision(rule.id, rule.decision.action) }];
  const policy = settings.defaultIntentionPolicy;
  return [
    ...rule.decision.permissions.map((permission) => permissionMatcher(permission, [caller])),
    { predicate: caller, on_match: decision(fallThroughName(rule.id, policy), policy) },
  ];
}

function permissionMatcher(
  permission: Permission,
  caller: readonly Matcher_MatcherList_Predicate[],
): Matcher_MatcherList_FieldMatcher {
  const conditions = [
    ...caller,
    ...(permission.path ? [pathMatches(permission.path)] : []),
    ...(permission.methods.length > 0 ? [methodIsOneOf(permission.methods)] : []),
  ];
  const [first, ...rest] = conditions;
  if (!first)
    throw new Error(
      `the permission ${permission.id} matches nothing in particular; its schema demands a condition`,
    );
  return { predicate: allOf([first, ...rest]), on_match: decision(permission.id, permission.action) };
}

function lastDecision(catchAll: IntentionRule | undefined, { defaultIntentionPolicy }: MeshSettings) {
  if (!catchAll) return decision(defaultDecisionName(defaultIntentionPolicy), defaultIntentionPolicy);
  if (catchAll.decision.kind === "action") return decision(catchAll.id, catchAll.decision.action);
  return decision(fallThroughName(catchAll.id, defaultIntentionPolicy), defaultIntentionPolicy);
}
