import { noHeaderChanges } from "../chain-route.ts";
import type { ChainSplit } from "../discovery-chain.ts";
import { targetKey } from "../target.ts";

/** Shares that lead to the same target in the same way become one; the first one's place stands for all. */
export function mergeEqualSplits(splits: readonly ChainSplit[]): readonly ChainSplit[] {
  if (splits.length < 2) return splits;
  const merged = new Map<string, ChainSplit>();
  for (const split of splits) {
    const key = wayOf(split);
    const earlier = merged.get(key);
    merged.set(key, earlier ? { ...earlier, weight: earlier.weight + split.weight } : split);
  }
  return [...merged.values()];
}

function wayOf({ target, requestHeaders, responseHeaders, mirror }: ChainSplit): string {
  const isPlain = requestHeaders === noHeaderChanges && responseHeaders === noHeaderChanges && !mirror;
  if (isPlain) return targetKey(target);
  const copies = mirror && [targetKey(mirror.destination.target), mirror.percent];
  return JSON.stringify([targetKey(target), requestHeaders, responseHeaders, copies]);
}

/**
 * Weights in steps of 0.01 that add up to what they did before. What rounding down leaves over goes, a step each, to
 * the shares that lost most by it, so that 50 % of three thirds is 50 % again.
 */
export function inHundredths(splits: readonly ChainSplit[]): readonly ChainSplit[] {
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
