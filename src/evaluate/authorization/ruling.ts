import type { Ruling } from "./rule-list.ts";

/** What decided about a request at one place: intentions, or their audit. */
export interface EnforcedRuling extends Ruling {
  /** False for rules that are only counted and logged. */
  readonly isEnforced: boolean;
}

/** What Envoy's access log says of a denial. */
export function denialDetails(rule: string): string {
  return `rbac_access_denied_matched_policy[${rule.replace(/\s/g, "_")}]`;
}
