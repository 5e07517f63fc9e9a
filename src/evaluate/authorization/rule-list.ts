import { always, failedParts } from "../condition/condition.ts";
import type { CompiledCondition, FailedCondition } from "../condition/condition.ts";
import type { RequestView } from "../condition/request-view.ts";

export type RuleAction = "allow" | "deny";

/** Rules of which the first that matches decides. */
export interface RuleList {
  readonly nodes: readonly RuleNode[];
  /** What decides when none matches. */
  readonly otherwise: NamedAction;
}

export interface NamedAction {
  /** As Envoy's access log names it. */
  readonly rule: string;
  readonly action: RuleAction;
}

/** A rule, or a choice among lists of rules that stands in the place of one. */
export type RuleNode = CompiledRule | RuleTree;

export interface CompiledRule extends NamedAction {
  readonly kind: "rule";
  readonly condition: CompiledCondition;
}

/** Rules found by a value of the request, such as the caller: those for other values are not even looked at. */
export interface RuleTree {
  readonly kind: "tree";
  readonly condition: CompiledCondition;
  branch(view: RequestView): readonly RuleNode[];
}

/** How a list of rules judged a request: the one that decided, and every other one about it. */
export interface Ruling extends NamedAction {
  readonly others: readonly OtherRule[];
}

/** A rule that did not decide, in the order of the list. */
export type OtherRule =
  | (NamedAction & {
      readonly kind: "no-match";
      /** All that would have had to be otherwise. */
      readonly failed: readonly FailedCondition[];
    })
  /** It matches too, but a rule before it has decided. */
  | (NamedAction & { readonly kind: "shadowed" });

export function judge({ nodes, otherwise }: RuleList, view: RequestView): Ruling {
  const judgement: Judgement = { decided: undefined, others: [] };
  walk(nodes, view, judgement);
  const { rule, action } = judgement.decided ?? otherwise;
  return { rule, action, others: judgement.others };
}

interface Judgement {
  decided: NamedAction | undefined;
  readonly others: OtherRule[];
}

function walk(nodes: readonly RuleNode[], view: RequestView, judgement: Judgement): void {
  for (const node of nodes) {
    if (node.kind === "tree") {
      if (node.condition.holds(view)) walk(node.branch(view), view, judgement);
      continue;
    }
    const { rule, action, condition } = node;
    if (!condition.holds(view))
      judgement.others.push({ kind: "no-match", rule, action, failed: failedParts(condition, view) });
    else if (!judgement.decided) judgement.decided = node;
    // What is for all that is left over is not shadowed by what it is the rest of.
    else if (condition !== always) judgement.others.push({ kind: "shadowed", rule, action });
  }
}
