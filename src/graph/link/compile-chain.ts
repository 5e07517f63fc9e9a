import type { SourceRange } from "../../diagnostics/source-file.ts";
import type { ChainSplit, DiscoveryChain } from "../discovery-chain.ts";
import type { Service } from "../mesh-graph.ts";
import { targetKey } from "../target.ts";
import type { Target } from "../target.ts";
import { walkDepthFirst } from "./depth-first.ts";
import type { EntryIndex } from "./entry-index.ts";
import { splitterEdges } from "./splitter-edges.ts";

/** What chains are compiled from. */
export interface ChainSources {
  readonly index: EntryIndex;
  readonly targets: ReadonlyMap<string, Target>;
}

interface ChainInput extends ChainSources {
  /** The references resolved so far, so that a long way is gone once and not from each of its places. */
  readonly resolved: Map<string, Target | undefined>;
}

/**
 * How requests for each service find instances. References that lead nowhere or in a circle are left out; checks report
 * them. The rules are Consul's: a split to another service enters that service's splitter unless it names a subset;
 * a resolver's redirect is followed before its default subset; failover is one level deep.
 */
export function compileChains(
  services: ReadonlyMap<string, Service>,
  sources: ChainSources,
): ReadonlyMap<string, DiscoveryChain> {
  const input = { ...sources, resolved: new Map<string, Target | undefined>() };
  const flattened = flattenSplitters(input);
  return new Map(
    [...services].map(([name, service]) => [name, compileChain(service, flattened.get(name), input)]),
  );
}

function compileChain(
  service: Service,
  shares: readonly ChainSplit[] | undefined,
  input: ChainInput,
): DiscoveryChain {
  const whole = { service: service.name, subset: undefined };
  const splitter = input.index.splitters.get(service.name);
  return {
    service: service.name,
    protocol: service.protocol,
    splits: shares
      ? inHundredths(shares)
      : resolvedSplit(whole, { weight: 100, range: service.range }, input),
    origins: splitter ? [splitter.range] : [service.range],
  };
}

/** A service and perhaps a subset, as somebody names them. */
interface TargetReference {
  readonly service: string;
  readonly subset: string | undefined;
}

/** The target behind a name once redirects and default subsets are followed; undefined when there is none. */
function resolveReference(reference: TargetReference, input: ChainInput): Target | undefined {
  const way = new Set<string>();
  let current = reference;
  let next: TargetReference | undefined = reference;
  while (next && !way.has(targetKey(next)) && !input.resolved.has(targetKey(next))) {
    current = next;
    way.add(targetKey(current));
    next = nextReference(current, input.index);
  }
  const target = next ? input.resolved.get(targetKey(next)) : input.targets.get(targetKey(current));
  for (const key of way) input.resolved.set(key, target);
  return target;
}

/** Where a resolver sends those who name this; undefined where it sends them nowhere else. */
function nextReference({ service, subset }: TargetReference, index: EntryIndex): TargetReference | undefined {
  const resolver = index.resolvers.get(service)?.value;
  const { redirect, default_subset } = resolver ?? {};
  if (redirect) return { service: redirect.service ?? service, subset: redirect.service_subset };
  return subset === undefined && default_subset !== undefined
    ? { service, subset: default_subset }
    : undefined;
}

/** The shares of every splitter, those it enters included, weights not yet rounded. Each is flattened once for all. */
function flattenSplitters(input: ChainInput): ReadonlyMap<string, readonly ChainSplit[]> {
  const { index } = input;
  const flattened = new Map<string, readonly ChainSplit[]>();
  const { finished } = walkDepthFirst(index.splitters.keys(), (name) => splitterEdges(name, index));
  for (const name of finished) {
    const entered = new Map(splitterEdges(name, index).map(({ position, to }) => [position, to]));
    const splits = index.splitters.get(name)?.value.splits ?? [];
    const shares = splits.flatMap((split, position) => {
      const range = index.splitters.get(name)?.rangeAt("splits", position);
      const other = entered.get(position);
      if (other !== undefined) return scaled(flattened.get(other) ?? [], split.weight);
      const reference = { service: split.service ?? name, subset: split.service_subset };
      return range ? resolvedSplit(reference, { weight: split.weight, range }, input) : [];
    });
    flattened.set(name, mergeEqualTargets(shares));
  }
  return flattened;
}

function scaled(splits: readonly ChainSplit[], percent: number): readonly ChainSplit[] {
  return splits.map((split) => ({ ...split, weight: (split.weight * percent) / 100 }));
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
  const label = target.subset !== undefined && Object.hasOwn(failover, target.subset) ? target.subset : "*";
  const rule = failover[label];
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
    byTarget.set(key, earlier ? { ...earlier, weight: earlier.weight + split.weight } : split);
  }
  return [...byTarget.values()];
}

/**
 * Weights in steps of 0.01 that add up to what they did before. What rounding down leaves over goes, a step each, to
 * the shares that lost most by it, so that 50 % of three thirds is 50 % again.
 */
function inHundredths(splits: readonly ChainSplit[]): readonly ChainSplit[] {
  // Products of percentages in binary fractions are off by far less than a millionth.
  const exact = splits.map(({ weight }) => Math.round(weight * 1e8) / 1e6);
  const total = Math.round(exact.reduce((sum, weight) => sum + weight, 0));
  const steps = exact.map(Math.floor);
  const spare = total - steps.reduce((sum, step) => sum + step, 0);
  const byLoss = exact
    .map((weight, position) => ({ position, loss: weight - Math.floor(weight) }))
    .sort((a, b) => b.loss - a.loss || a.position - b.position);
  const rewarded = new Set(byLoss.slice(0, spare).map(({ position }) => position));
  return splits.map((split, position) => ({
    ...split,
    weight: ((steps[position] ?? 0) + (rewarded.has(position) ? 1 : 0)) / 100,
  }));
}
