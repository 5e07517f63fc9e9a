import { escapedSlashDecision } from "../../envoy/names.ts";
import type { Explanation, ExplainedRule, ExplainedWay } from "./explanation.ts";
import { failedText } from "./explanation.ts";
import { placeText } from "./place-text.ts";

export interface CallNames {
  readonly caller: string;
  readonly destination: string;
}

/** What would make the answer another one, in sentences: conditions of rules that nearly decided, or a missing rule. */
export function verdictChanges({ ways }: Explanation, names: CallNames): readonly string[] {
  return [...new Set(ways.flatMap((way) => changesOf(way, names)))];
}

function changesOf(way: ExplainedWay, { caller, destination }: CallNames): readonly string[] {
  if (way.verdict !== "denied" && way.verdict !== "allowed") return [];
  const opposite = way.verdict === "denied" ? "allow" : "deny";
  const near = way.otherRules.filter((rule) => rule.action === opposite && isAboutRequest(rule));
  const conditions = near.map(
    (rule) =>
      `${rule.rule}${placeText(rule.declaredAt)} would ${opposite} it if ${rule.unless.map(failedText).join(" and ")}.`,
  );
  const isUnmentioned = way.verdict === "denied" && conditions.length === 0;
  return isUnmentioned
    ? [`Intentions "${destination}" with a source "${caller}" whose action is allow would allow it.`]
    : conditions;
}

/** A rule for another caller tells nothing about this one's requests. */
function isAboutRequest({ rule, standing, unless }: ExplainedRule): boolean {
  // Of every destination alike: nobody wrote it and nobody asks for it.
  if (rule === escapedSlashDecision) return false;
  return standing === "no-match" && unless.length > 0 && unless.every(({ input }) => input !== "caller");
}
