import type { RBAC } from "../../envoy/gen/envoy.extensions.filters.http.rbac.v3.ts";
import type { RequestView } from "../condition/request-view.ts";
import { matcherRules } from "./matcher-rules.ts";
import { policyRules } from "./policy-rules.ts";
import { judge } from "./rule-list.ts";
import type { RuleList } from "./rule-list.ts";
import type { EnforcedRuling } from "./ruling.ts";

/** The rules of an RBAC filter, of HTTP or of connections, those that are only watched included. */
export interface AccessRules {
  readonly enforced: RuleList | undefined;
  readonly watched: RuleList | undefined;
}

type Source = Pick<RBAC, "matcher" | "rules" | "shadow_matcher" | "shadow_rules">;

export function accessRules({ matcher, rules, shadow_matcher, shadow_rules }: Source): AccessRules {
  return { enforced: ruleList(matcher, rules), watched: ruleList(shadow_matcher, shadow_rules) };
}

/** Every ruling, those of watched rules first, as Envoy makes them. No enforced rules let everything through. */
export function rulings({ enforced, watched }: AccessRules, view: RequestView): readonly EnforcedRuling[] {
  const made: EnforcedRuling[] = [];
  if (watched) made.push({ ...judge(watched, view), isEnforced: false });
  if (enforced) made.push({ ...judge(enforced, view), isEnforced: true });
  return made;
}

function ruleList(matcher: RBAC["matcher"], rules: RBAC["rules"]): RuleList | undefined {
  if (matcher) return matcherRules(matcher);
  return rules ? policyRules(rules) : undefined;
}
