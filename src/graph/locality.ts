import type { Target } from "./target.ts";

/** Where an instance runs. */
export interface Locality {
  readonly region: string;
  /** Undefined when only the region is known. */
  readonly zone: string | undefined;
}

/** How near an instance is: the smaller, the nearer. Consecutive from 0 on. */
export const distances = { sameZone: 0, sameRegion: 1, elsewhere: 2, unknown: 3 } as const;

export type Distance = (typeof distances)[keyof typeof distances];

/** From a caller to an instance. */
export function distanceBetween(caller: Locality, other: Locality | undefined): Distance {
  if (!other) return distances.unknown;
  if (other.region !== caller.region) return distances.elsewhere;
  return other.zone !== undefined && other.zone === caller.zone ? distances.sameZone : distances.sameRegion;
}

/** `region` or `region/zone`: one text for equal localities. */
export function localityKey({ region, zone }: Locality): string {
  return zone === undefined ? region : `${region}/${zone}`;
}

/**
 * The caller's locality as far as a target makes a difference by it: undefined when all callers see the target alike.
 */
export function viewpointOf(target: Target, caller: Locality | undefined): Locality | undefined {
  const differs = target.prefersNear && target.instances.some(({ locality }) => locality !== undefined);
  return differs ? caller : undefined;
}

/**
 * The targets that stand in for another one, in the order in which a caller tries them: as they were given, or the
 * nearest first, each as near as its nearest instance.
 */
export function failoverOrder(
  target: Target,
  failover: readonly Target[],
  caller: Locality | undefined,
): readonly Target[] {
  const { failoverOrder: order } = target;
  if (order.mode === "sequential" || !caller) return failover;
  const ranked = failover.map((other) => ({ other, rank: rankOf(other, caller, order.regions) }));
  return ranked.sort((a, b) => a.rank - b.rank).map(({ other }) => other);
}

function rankOf({ instances }: Target, caller: Locality, regions: readonly string[]): number {
  const ranks = instances.map(({ locality }) => {
    const distance = distanceBetween(caller, locality);
    if (distance === distances.unknown) return distance + regions.length;
    const preference = regions.indexOf(locality?.region ?? "");
    if (distance !== distances.elsewhere) return distance;
    return distance + (preference < 0 ? regions.length : preference);
  });
  return Math.min(distances.unknown + regions.length, ...ranks);
}
