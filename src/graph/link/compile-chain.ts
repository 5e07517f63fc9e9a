import type { SourceRange } from "../../diagnostics/source-file.ts";
import type { ChainSplit, DiscoveryChain } from "../discovery-chain.ts";
import type { Service } from "../mesh-graph.ts";
import { targetKey } from "../target.ts";
import type { Target } from "../target.ts";
import type { EntryIndex } from "./entry-index.ts";

/** What a chain is compiled from. */
export interface ChainInput {
  readonly index: EntryIndex;
  readonly targets: ReadonlyMap<string, Target>;
}

/**
 * How requests for a service find instances. References that lead nowhere or in a circle are left out; checks report
 * them. The rules are Consul's: a split to another service enters that service's splitter unless it names a subset;
 * a resolver's redirect is followed before its default subset; failover is one level deep.
 */
export function compileChain(service: Service, input: ChainInput): DiscoveryChain {
  const splitter = input.index.splitters.get(service.name);
  return {
    service: service.name,
    protocol: service.protocol,
    splits: mergeEqualTargets(splitsOf(service, input)),
    origins: splitter ? [splitter.range] : [service.range],
  };
}

/** A service and perhaps a subset, as somebody names them. */
export interface TargetReference {
  readonly service: string;
  readonly subset: string | undefined;
}

/** The target behind a name once redirects and default subsets are followed; undefined when there is none. */
export function resolveReference(
  reference: TargetReference,
  { index, targets }: ChainInput,
): Target | undefined {
  const seen = new Set<string>();
  let current = reference;
  while (!seen.has(targetKey(current))) {
    seen.add(targetKey(current));
    const resolver = index.resolvers.get(current.service)?.value;
    if (resolver?.redirect)
      current = {
        service: resolver.redirect.service ?? current.service,
        subset: resolver.redirect.service_subset,
      };
    else if (current.subset === undefined && resolver?.default_subset !== undefined)
      current = { ...current, subset: resolver.default_subset };
    else return targets.get(targetKey(current));
  }
  return undefined;
}

function splitsOf(service: Service, input: ChainInput): readonly ChainSplit[] {
  if (!input.index.splitters.has(service.name))
    return resolvedSplit(
      { service: service.name, subset: undefined },
      { weight: 100, range: service.range },
      input,
    );
  return flattenedSplits(service.name, { ...input, entered: [] });
}

function flattenedSplits(
  name: string,
  input: ChainInput & { readonly entered: readonly string[] },
): readonly ChainSplit[] {
  const splitter = input.index.splitters.get(name);
  if (!splitter || input.entered.includes(name)) return [];
  return splitter.value.splits.flatMap((split, position) => {
    const service = split.service ?? name;
    const range = splitter.rangeAt("splits", position);
    const entersSplitter =
      service !== name && split.service_subset === undefined && input.index.splitters.has(service);
    if (!entersSplitter)
      return resolvedSplit(
        { service, subset: split.service_subset },
        { weight: roundWeight(split.weight), range },
        input,
      );
    const nested = flattenedSplits(service, { ...input, entered: [...input.entered, name] });
    return nested.map((child) => ({ ...child, weight: roundWeight((split.weight * child.weight) / 100) }));
  });
}

function resolvedSplit(
  reference: TargetReference,
  share: { readonly weight: number; readonly range: SourceRange },
  input: ChainInput,
): readonly ChainSplit[] {
  const target = resolveReference(reference, input);
  return target ? [{ ...share, target, failover: failoverOf(target, input) }] : [];
}

function failoverOf(target: Target, input: ChainInput): readonly Target[] {
  const failover = input.index.resolvers.get(target.service)?.value.failover ?? {};
  const rule = (target.subset === undefined ? undefined : failover[target.subset]) ?? failover["*"];
  if (!rule) return [];
  const references = rule.targets ?? [{ service: rule.service, service_subset: rule.service_subset }];
  const resolved = references.flatMap(
    (reference) =>
      resolveReference(
        { service: reference.service ?? target.service, subset: reference.service_subset },
        input,
      ) ?? [],
  );
  const others = resolved.filter((other) => targetKey(other) !== targetKey(target));
  return others.filter(
    (other, position) => others.findIndex((earlier) => targetKey(earlier) === targetKey(other)) === position,
  );
}

/** Shares that flattening leads to the same target become one; the first one's place stands for all. */
function mergeEqualTargets(splits: readonly ChainSplit[]): readonly ChainSplit[] {
  const byTarget = new Map<string, ChainSplit>();
  for (const split of splits) {
    const key = targetKey(split.target);
    const earlier = byTarget.get(key);
    byTarget.set(key, earlier ? { ...earlier, weight: roundWeight(earlier.weight + split.weight) } : split);
  }
  return [...byTarget.values()];
}

/** To steps of 0.01. */
function roundWeight(weight: number): number {
  return Math.round(weight * 100) / 100;
}
