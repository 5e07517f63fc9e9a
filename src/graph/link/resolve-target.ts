import type { ChainDestination } from "../discovery-chain.ts";
import { targetKey } from "../target.ts";
import type { Target } from "../target.ts";
import type { EntryIndex } from "./entry-index.ts";
import { failoverRule } from "./failover-rule.ts";

/** What chains are compiled from. */
export interface ChainSources {
  readonly index: EntryIndex;
  readonly targets: ReadonlyMap<string, Target>;
}

/** A service and perhaps a subset, as somebody names them. */
export interface TargetReference {
  readonly service: string;
  readonly subset: string | undefined;
}

/** Finds what stands behind the names of services. */
export class TargetResolver {
  readonly #sources: ChainSources;
  /** The references resolved so far, so that a long way is gone once and not from each of its places. */
  readonly #resolved = new Map<string, Target | undefined>();

  constructor(sources: ChainSources) {
    this.#sources = sources;
  }

  /** The target behind a name, and those that stand in for it; undefined when there is none. */
  destinationOf(reference: TargetReference): Omit<ChainDestination, "range"> | undefined {
    const target = this.#targetOf(reference);
    return target && { target, failover: this.#failoverOf(target) };
  }

  /** The target behind a name once redirects and default subsets are followed; undefined when there is none. */
  #targetOf(reference: TargetReference): Target | undefined {
    const { index, targets } = this.#sources;
    // Most names mean what they say, and are as quickly looked up as remembered.
    if (!nextReference(reference, index)) return targets.get(targetKey(reference));
    const way = new Set<string>();
    let current = reference;
    let next: TargetReference | undefined = reference;
    while (next && !way.has(targetKey(next)) && !this.#resolved.has(targetKey(next))) {
      current = next;
      way.add(targetKey(current));
      next = nextReference(current, index);
    }
    const target = next ? this.#resolved.get(targetKey(next)) : targets.get(targetKey(current));
    for (const key of way) this.#resolved.set(key, target);
    return target;
  }

  /** One level deep: the failover of what stands in is not asked for. */
  #failoverOf(target: Target): readonly Target[] {
    const rule = failoverRule(this.#sources.index.resolvers.get(target.service)?.value, target.subset);
    if (!rule) return [];
    const references = rule.targets ?? [{ service: rule.service, service_subset: rule.service_subset }];
    const resolved = references.flatMap(
      (reference) =>
        this.#targetOf({ service: reference.service ?? target.service, subset: reference.service_subset }) ??
        [],
    );
    const others = resolved.filter((other) => targetKey(other) !== targetKey(target));
    return others.filter(
      (other, position) =>
        others.findIndex((earlier) => targetKey(earlier) === targetKey(other)) === position,
    );
  }
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
