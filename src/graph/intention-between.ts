import type { IntentionRule } from "./intention-rule.ts";
import type { MeshGraph } from "./mesh-graph.ts";

/** What a caller may do with a destination: everything, nothing, or what depends on the request. */
export type Standing = "allowed" | "denied" | "depends";

export interface IntentionBetween {
  readonly standing: Standing;
  /** The rule that decides; undefined when it is the default policy. */
  readonly rule: IntentionRule | undefined;
}

/**
 * The intention that decides what a caller may send to a destination, by precedence. A rule under audit refuses nothing,
 * so that whatever it says the caller is let in.
 */
export function intentionBetween(graph: MeshGraph, caller: string, destination: string): IntentionBetween {
  const rules = graph.intentions.get(destination) ?? [];
  const rule = rules.find(({ source }) => source === caller || source === "*");
  return { standing: rule ? standingOf(rule) : defaultStanding(graph), rule };
}

function standingOf({ decision, enforcement }: IntentionRule): Standing {
  if (enforcement === "audit") return "allowed";
  if (decision.kind === "permissions") return "depends";
  if (decision.action === "deny") return "denied";
  return decision.tokens.length > 0 ? "depends" : "allowed";
}

function defaultStanding({ settings }: MeshGraph): Standing {
  return settings.defaultIntentionPolicy === "allow" ? "allowed" : "denied";
}
