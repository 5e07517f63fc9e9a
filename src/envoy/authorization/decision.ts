import type { Enforcement, IntentionAction } from "../../graph/intention-rule.ts";
import type { Matcher_OnMatch } from "../gen/xds.type.matcher.v3.ts";

/** The end of a rule: allow or deny, under the name that Envoy's access log shows. */
export function decision(name: string, action: IntentionAction): Matcher_OnMatch {
  return {
    action: {
      name: "action",
      typed_config: {
        "@type": "type.googleapis.com/envoy.config.rbac.v3.Action",
        name,
        action: action === "allow" ? "ALLOW" : "DENY",
      },
    },
  };
}

/**
 * How the decisions of one rule end. Rules are matched twice where some are only audited: once for what happens, where
 * those allow whatever they would refuse, and once for what is noted, where all others allow.
 */
export type Decide = (name: string, action: IntentionAction) => Matcher_OnMatch;

/** What happens to requests. */
export function enforced(enforcement: Enforcement): Decide {
  return (name, action) => decision(name, enforcement === "audit" ? "allow" : action);
}

/** What is noted: a denial here is one that an audited rule would have spoken. */
export function noted(enforcement: Enforcement): Decide {
  return (name, action) => decision(name, enforcement === "audit" ? action : "allow");
}
