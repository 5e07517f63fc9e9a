import { hint } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { graphCodes } from "../codes.ts";
import { intentionsByDestination } from "./places/intentions-by-destination.ts";
import type { IntentionsByDestination } from "./places/intentions-by-destination.ts";
import type { GraphCheck } from "./graph-check.ts";

export const equalToDefaultPages: readonly ErrorPage[] = [
  {
    code: graphCodes.equalToDefault,
    title: "An intention that says what holds anyway",
    meaning:
      "Where no intention decides, the mesh's `default_intention_policy` does, which is `deny` unless given. This intention has the same action and no less precise intention that it would overrule, so that nothing changes without it.\n\nThis is a hint: the document is right as it is.",
    wrong: `intentions "api" {
  source "web" { action = "deny" }
}

service "api" {
  port = 9090
}

service "web" {
  port    = 8080
  address = "10.0.0.1"
}`,
    right: `intentions "api" {
  source "web" { action = "deny" }
  source "*" { action = "allow" }
}

service "api" {
  port = 9090
}

service "web" {
  port    = 8080
  address = "10.0.0.1"
}`,
    wayOut: "Remove it, or keep it as a note to readers.",
  },
];

/** An intention with the default policy's own action that overrules no other changes nothing: one rule less to read. */
export const equalToDefault: GraphCheck = ({ index, graph }) => {
  const policy = graph.settings.defaultIntentionPolicy;
  const byDestination = intentionsByDestination(index);
  if (index.isBroken("mesh", "mesh")) return [];
  // Of names that nobody declares it is not known what they were to be.
  const isKnown = (name: string): boolean => name === "*" || index.services.has(name);
  return index.intentions.flatMap((entry) =>
    entry.value.sources.flatMap((source, position) => {
      if (source.action !== policy || source.permissions?.length) return [];
      // What an audit would refuse passes, and what lacks its token is refused: neither is the default.
      if ([source.enforcement, entry.value.enforcement].includes("audit") || entry.value.jwt) return [];
      if (!isKnown(entry.name) || !isKnown(source.name)) return [];
      if (byDestination.get(entry.name)?.get(source.name) !== entry.rangeAt("sources", position)) return [];
      if (overrules(source.name, entry.name, byDestination)) return [];
      return hint({
        code: graphCodes.equalToDefault,
        summary: "This intention changes nothing",
        detail: `The default policy is ${policy} too, and no less precise intention says otherwise. Remove it, or keep it for its readers.`,
        subject: entry.rangeAt("sources", position),
      });
    }),
  );
};

/** Whether another intention would decide in some case if this one were not there. */
function overrules(source: string, destination: string, byDestination: IntentionsByDestination): boolean {
  const ofAny = byDestination.get("*");
  if (destination === "*") return source !== "*" && Boolean(ofAny?.has("*"));
  if (source === "*") return ofAny !== undefined && ofAny.size > 0;
  return Boolean(byDestination.get(destination)?.has("*") || ofAny?.has(source) || ofAny?.has("*"));
}
