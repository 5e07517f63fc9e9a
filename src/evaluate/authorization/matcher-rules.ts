import type { Any } from "../../envoy/gen/any.ts";
import type {
  Matcher,
  Matcher_MatcherList_Predicate,
  Matcher_MatcherList_Predicate_SinglePredicate,
  Matcher_MatcherTree,
  Matcher_MatcherTree_MatchMap,
  Matcher_OnMatch,
} from "../../envoy/gen/xds.type.matcher.v3.ts";
import { allOf, always, anyOf, not, unknowable } from "../condition/condition.ts";
import type { CompiledCondition } from "../condition/condition.ts";
import { matchInput } from "./match-input.ts";
import type { MatchInput } from "./match-input.ts";
import { stringTest } from "../condition/string-test.ts";
import type { StringTest } from "../condition/string-test.ts";
import { valueTest } from "../condition/metadata-condition.ts";
import type { ValueMatcher } from "../../envoy/gen/envoy.type.matcher.v3.ts";
import type { NamedAction, RuleList, RuleNode, RuleTree } from "./rule-list.ts";

/**
 * `xds.type.matcher.v3.Matcher` with actions of `envoy.config.rbac.v3.Action`. A matcher within a list becomes rules
 * that carry the outer condition as well.
 */
export function matcherRules(matcher: Matcher): RuleList {
  const nodes = nodesOf(matcher, always);
  const last = nodes.at(-1);
  // Envoy denies what no action was given for.
  if (last?.kind !== "rule" || last.condition !== always)
    return { nodes, otherwise: { rule: "none", action: "deny" } };
  return { nodes: nodes.slice(0, -1), otherwise: last };
}

/** The rules of a matcher that is reached when `outer` holds; its `on_no_match` is the last of them. */
function nodesOf(
  { matcher_list, matcher_tree, on_no_match }: Matcher,
  outer: CompiledCondition,
): readonly RuleNode[] {
  return [
    ...(matcher_list?.matchers ?? []).flatMap(({ predicate = {}, on_match }) =>
      onMatchRules(on_match, both(outer, predicateCondition(predicate))),
    ),
    ...(matcher_tree ? [tree(matcher_tree, outer)] : []),
    ...onMatchRules(on_no_match, outer),
  ];
}

function onMatchRules(
  onMatch: Matcher_OnMatch | undefined,
  condition: CompiledCondition,
): readonly RuleNode[] {
  if (onMatch?.matcher) return nodesOf(onMatch.matcher, condition);
  const action = namedAction(onMatch?.action?.typed_config);
  return action ? [{ kind: "rule", ...action, condition }] : [];
}

function namedAction(config: Any | undefined): NamedAction | undefined {
  if (config?.["@type"] !== "type.googleapis.com/envoy.config.rbac.v3.Action") return undefined;
  return { rule: config.name ?? "", action: config.action === "DENY" ? "deny" : "allow" };
}

/** By an exact value, or by the longest prefix. */
function tree(
  { input, exact_match_map, prefix_match_map }: Matcher_MatcherTree,
  outer: CompiledCondition,
): RuleTree {
  const source = matchInput(input?.typed_config);
  if (typeof source === "string") return { kind: "tree", condition: unknowable(source), branch: () => [] };
  const exact = branches(exact_match_map);
  const prefixes = [...branches(prefix_match_map)].sort(([a], [b]) => b.length - a.length);
  return {
    kind: "tree",
    condition: outer,
    branch: (view) => {
      const value = source.text(view);
      if (value === undefined) return [];
      return exact.get(value) ?? prefixes.find(([prefix]) => value.startsWith(prefix))?.[1] ?? [];
    },
  };
}

function branches(map: Matcher_MatcherTree_MatchMap | undefined): ReadonlyMap<string, readonly RuleNode[]> {
  return new Map(
    Object.entries(map?.map ?? {}).map(([value, onMatch]) => [value, onMatchRules(onMatch, always)]),
  );
}

function both(outer: CompiledCondition, inner: CompiledCondition): CompiledCondition {
  return outer === always ? inner : allOf([outer, inner]);
}

function predicateCondition(predicate: Matcher_MatcherList_Predicate): CompiledCondition {
  const { single_predicate, and_matcher, or_matcher, not_matcher } = predicate;
  if (and_matcher) return allOf((and_matcher.predicate ?? []).map(predicateCondition));
  if (or_matcher) return anyOf((or_matcher.predicate ?? []).map(predicateCondition));
  if (not_matcher) return not(predicateCondition(not_matcher));
  return single_predicate ? singleCondition(single_predicate) : unknowable("an empty predicate");
}

function singleCondition({
  input,
  value_match,
  custom_match,
}: Matcher_MatcherList_Predicate_SinglePredicate): CompiledCondition {
  const source = matchInput(input?.typed_config);
  if (value_match) return inputCondition(source, stringTest(value_match));
  return customCondition(source, custom_match?.typed_config);
}

/** A test of an input that is absent never holds. */
function inputCondition(source: MatchInput | string, test: StringTest): CompiledCondition {
  if (typeof source === "string") return unknowable(source);
  return {
    input: source.name,
    expected: test.expected,
    holds: (view) => {
      const value = source.text(view);
      return value !== undefined && test.test(value);
    },
    actual: source.text,
  };
}

function customCondition(
  source: MatchInput | string,
  config: { readonly "@type": string } | undefined,
): CompiledCondition {
  if (typeof source === "string") return unknowable(source);
  const matcher = metadataMatcher(config);
  if (!matcher || !source.value) return unknowable(`${source.name}, by a matcher of a kind of its own,`);
  const { value: read, text, name } = { ...source, value: source.value };
  const test = valueTest(matcher.value);
  return {
    input: name,
    expected: matcher.invert ? `not: ${test.expected}` : test.expected,
    holds: (view) => test.test(read(view)) !== matcher.invert,
    actual: text,
  };
}

interface MetadataInputMatcher {
  readonly value: ValueMatcher;
  readonly invert: boolean;
}

/** `envoy.extensions.matching.input_matchers.metadata.v3.Metadata` */
function metadataMatcher(
  config: { readonly "@type": string; readonly value?: unknown; readonly invert?: unknown } | undefined,
): MetadataInputMatcher | undefined {
  if (
    config?.["@type"] !== "type.googleapis.com/envoy.extensions.matching.input_matchers.metadata.v3.Metadata"
  )
    return undefined;
  const { value, invert } = config;
  if (typeof value !== "object" || value === null) return undefined;
  return { value, invert: invert === true };
}
