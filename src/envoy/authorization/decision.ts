import type { IntentionAction } from "../../graph/intention-rule.ts";
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
