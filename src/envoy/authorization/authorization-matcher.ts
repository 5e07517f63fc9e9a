import type { Enforcement, IntentionRule } from "../../graph/intention-rule.ts";
import type { MeshSettings } from "../../graph/mesh-graph.ts";
import type { Matcher, Matcher_OnMatch } from "../gen/xds.type.matcher.v3.ts";
import { defaultDecisionName, spiffeId } from "../names.ts";
import { decision, enforced, noted } from "./decision.ts";
import type { Decide } from "./decision.ts";
import { callerInput } from "./predicates.ts";
import { ruleDecision } from "./rule-decision.ts";

/** What the rules of a destination are rendered with. */
export type AuthorizationSettings = Pick<
  MeshSettings,
  "trustDomain" | "datacenter" | "defaultIntentionPolicy"
>;

/**
 * The intentions of a service as a tree of callers: a caller's own rule decides about it, and that for every source
 * (`*`), or else the default policy, about all others. Intention precedence exactly, found by one look-up however many
 * rules there are.
 *
 * A caller whose permissions all fail meets the default policy, not a less precise rule: exactly one intention decides
 * about a caller.
 */
export function authorizationMatcher(
  rules: readonly IntentionRule[],
  settings: AuthorizationSettings,
): Matcher {
  return callerTree(rules, settings, enforced);
}

/** The decisions of audited rules, which {@link authorizationMatcher} lets pass; all others are noted as allowed. */
export function auditMatcher(rules: readonly IntentionRule[], settings: AuthorizationSettings): Matcher {
  return callerTree(rules, settings, noted);
}

/** Refuses everything: what a listener does when its route brings no rules. */
export function refuseAll(name: string): Matcher {
  return { on_no_match: decision(name, "deny") };
}

function callerTree(
  rules: readonly IntentionRule[],
  settings: AuthorizationSettings,
  decideFor: (enforcement: Enforcement) => Decide,
): Matcher {
  const policy = settings.defaultIntentionPolicy;
  const onMatch = (rule: IntentionRule): Matcher_OnMatch =>
    ruleDecision(rule, { policy, decide: decideFor(rule.enforcement) });
  const catchAll = rules.find(({ source }) => source === "*");
  // A rule for every source hides the less precise ones behind it.
  const precise = catchAll ? rules.slice(0, rules.indexOf(catchAll)) : rules;
  return {
    ...(precise.length > 0 && {
      matcher_tree: {
        input: callerInput,
        exact_match_map: {
          map: Object.fromEntries(precise.map((rule) => [spiffeId(settings, rule.source), onMatch(rule)])),
        },
      },
    }),
    on_no_match: catchAll ? onMatch(catchAll) : decideFor("enforce")(defaultDecisionName(policy), policy),
  };
}
