/** The value below which a share of the samples lies, by the nearest rank: `share` 0.5 is the median. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const rank = Math.max(1, Math.ceil(share * sorted.length));
  return sorted[rank - 1] ?? Number.NaN;
}

/** To tenths: finer than that is noise here. */
export function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
