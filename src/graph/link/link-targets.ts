import { durationMs } from "../../config/duration.ts";
import { matchesFilter } from "../filter/evaluate-filter.ts";
import { parseFilter } from "../filter/parse-filter.ts";
import type { Instance, Service } from "../mesh-graph.ts";
import { targetKey } from "../target.ts";
import type { Target } from "../target.ts";
import type { EntryIndex } from "./entry-index.ts";

const defaultConnectTimeout = "5s";

/** Every service and every subset of one, by {@link targetKey}. */
export function linkTargets(
  services: ReadonlyMap<string, Service>,
  index: EntryIndex,
): ReadonlyMap<string, Target> {
  const targets = new Map<string, Target>();
  for (const service of services.values()) {
    for (const target of targetsOf(service, index)) targets.set(targetKey(target), target);
  }
  return targets;
}

function targetsOf(service: Service, index: EntryIndex): readonly Target[] {
  const resolver = index.resolvers.get(service.name);
  const shared = {
    service: service.name,
    connectTimeoutMs: durationMs(resolver?.value.connect_timeout ?? defaultConnectTimeout),
  };
  const instances = [...service.instances].sort((a, b) => (a.id < b.id ? -1 : 1));
  const origins = resolver ? [service.range, resolver.range] : [service.range];
  const whole: Target = { ...shared, subset: undefined, instances, onlyPassing: false, origins };
  const subsets = Object.entries(resolver?.value.subsets ?? {}).map(
    ([subset, { filter, only_passing }]): Target => ({
      ...shared,
      subset,
      instances: filteredInstances(instances, filter),
      onlyPassing: only_passing ?? false,
      origins: resolver ? [service.range, resolver.rangeAt("subsets", subset)] : origins,
    }),
  );
  return [whole, ...subsets];
}

/** A filter that cannot be read selects nothing; a check reports it. */
function filteredInstances(instances: readonly Instance[], filter: string | undefined): readonly Instance[] {
  if (filter === undefined || filter.trim() === "") return instances;
  const parsed = parseFilter(filter);
  return parsed.ok ? instances.filter((instance) => matchesFilter(parsed.expression, instance)) : [];
}
