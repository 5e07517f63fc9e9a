/** How many of a priority's instances there are, and how many of them may be used. */
export interface PriorityHealth {
  readonly healthy: number;
  readonly total: number;
}

/** How much of the load a priority gets, and whether all of its instances do because too few are healthy. */
export interface PriorityLoad {
  /** From 0 to 1. */
  readonly share: number;
  readonly isInPanic: boolean;
}

interface LoadOptions {
  /** In percent: how much more a healthy instance may bear. Envoy's default is 140. */
  readonly overprovisioning: number;
  /** In percent: with fewer healthy ones, health is disregarded. Envoy's default is 50. */
  readonly panicThreshold: number;
}

/**
 * How load is shared out among priorities: each takes as much as its healthy instances bear, the next one the rest.
 *
 * Source: Envoy's architecture overview, "Priority levels" and "Panic threshold".
 */
export function priorityLoads(
  priorities: readonly PriorityHealth[],
  options: LoadOptions,
): readonly PriorityLoad[] {
  const health = priorities.map(({ healthy, total }) =>
    total === 0 ? 0 : Math.min(100, (options.overprovisioning * healthy) / total),
  );
  const available = Math.min(
    100,
    health.reduce((sum, value) => sum + value, 0),
  );
  const isLow = ({ healthy, total }: PriorityHealth): boolean =>
    total > 0 && (100 * healthy) / total < options.panicThreshold;
  if (available === 0) return allInPanic(priorities, options);
  const last = health.findLastIndex((value) => value > 0);
  let left = 100;
  return priorities.map((priority, index) => {
    // What rounding leaves over is the last one's.
    const share = index === last ? left : Math.min(left, ((health[index] ?? 0) * 100) / available);
    left -= share;
    // As long as all priorities together bear the load, health is respected in each.
    return { share: share / 100, isInPanic: available < 100 && isLow(priority) };
  });
}

/** No instance is healthy: load goes by their number to all of them, if the threshold allows it at all. */
function allInPanic(
  priorities: readonly PriorityHealth[],
  { panicThreshold }: LoadOptions,
): readonly PriorityLoad[] {
  const total = priorities.reduce((sum, priority) => sum + priority.total, 0);
  const isAllowed = panicThreshold > 0 && total > 0;
  return priorities.map((priority) => ({
    share: isAllowed ? priority.total / total : 0,
    isInPanic: isAllowed,
  }));
}
