import { error } from "../../diagnostics/diagnostic.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { ErrorPage } from "../../diagnostics/error-page.ts";
import { graphCodes } from "../codes.ts";
import type { IntentionRule } from "../intention-rule.ts";
import type { GraphCheck } from "./graph-check.ts";

/** They are tried one after another for every request, each in up to a microsecond. */
const maxPermissions = 1_000;

/**
 * Measured with Envoy 1.40: a sidecar that takes as many needs one to five seconds and 20 to 170 MB for them, by what
 * they look at, and that again at each change; both grow in proportion to the rules.
 */
const maxDecisions = 10_000;

export const ruleSetSizePages: readonly ErrorPage[] = [
  {
    code: graphCodes.ruleSetTooLarge,
    title: "More rules than a sidecar can hold",
    meaning: `The permissions of one source are tried in order for every request, so there may be ${maxPermissions} of them. All rules about one destination, each permission counted, may be ${maxDecisions}: a sidecar loads them at once, and again whenever one changes.`,
    wayOut:
      "Match many paths by one prefix or one regular expression, or allow callers for all their requests by an `action`.",
  },
];

/** What decides about one destination must be few enough for its sidecars to load, and to try for each request. */
export const ruleSetSize: GraphCheck = ({ graph }) => {
  // Destinations without rules of their own share one list.
  const lists = new Set(graph.intentions.values());
  const reported = new Set<IntentionRule>();
  return [...lists].flatMap((rules) => listProblems(rules, reported));
};

function listProblems(rules: readonly IntentionRule[], reported: Set<IntentionRule>): readonly Diagnostic[] {
  const problems: Diagnostic[] = [];
  let decisions = 0;
  for (const rule of rules) {
    const before = decisions;
    decisions += sizeOf(rule);
    // Rules for every destination stand in the list of each.
    if (reported.has(rule)) continue;
    const found =
      tooManyPermissions(rule) ??
      (before <= maxDecisions && decisions > maxDecisions ? tooManyRules(rule, rules) : undefined);
    if (!found) continue;
    reported.add(rule);
    problems.push(found);
  }
  return problems;
}

function sizeOf({ decision }: IntentionRule): number {
  return decision.kind === "action" ? 1 : decision.permissions.length;
}

function tooManyPermissions({ decision }: IntentionRule): Diagnostic | undefined {
  const beyond = decision.kind === "permissions" ? decision.permissions[maxPermissions] : undefined;
  if (!beyond) return undefined;
  return error({
    code: graphCodes.ruleSetTooLarge,
    summary: `More than ${maxPermissions} permissions of one source`,
    detail: `They are tried one after another for every request, so ${maxPermissions} is the limit, and this is the first beyond it. Match several paths by one prefix or one regular expression.`,
    subject: beyond.range,
  });
}

function tooManyRules(rule: IntentionRule, rules: readonly IntentionRule[]): Diagnostic {
  const total = rules.reduce((sum, each) => sum + sizeOf(each), 0);
  return error({
    code: graphCodes.ruleSetTooLarge,
    summary: `${total} rules about one destination`,
    detail: `A sidecar loads the rules about its service at once, and ${maxDecisions} are the limit, each permission counted. This source goes beyond it. Allow callers for all their requests by an \`action\`, or match several paths by one prefix.`,
    subject: rule.range,
  });
}
