import { durationMs } from "../../config/duration.ts";
import type { EntryOf } from "../../config/entry.ts";
import type { FailoverPolicy } from "../../config/gen/entries.ts";
import { matchesFilter } from "../filter/evaluate-filter.ts";
import { parseFilter } from "../filter/parse-filter.ts";
import type { Instance, Service } from "../mesh-graph.ts";
import { Recollection } from "../recollection.ts";
import { targetKey } from "../target.ts";
import type { FailoverOrder, Target } from "../target.ts";
import type { EntryIndex } from "./entry-index.ts";
import { failoverRule } from "./failover-rule.ts";
import { linkLoadBalancer } from "./link-load-balancer.ts";
import { requestTimeoutMs } from "./request-timeout.ts";

const defaultConnectTimeoutMs = 5_000;

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

const linked = new Recollection<readonly Target[]>();

function targetsOf(service: Service, { resolvers, proxyDefaults }: EntryIndex): readonly Target[] {
  const resolver = resolvers.get(service.name);
  return linked.recall({ owner: service }, [resolver, proxyDefaults], () =>
    linkTargetsOf(service, { resolver, proxyDefaults }),
  );
}

interface TargetSources extends Pick<EntryIndex, "proxyDefaults"> {
  readonly resolver: EntryOf<"service-resolver"> | undefined;
}

function linkTargetsOf(service: Service, { resolver, proxyDefaults }: TargetSources): readonly Target[] {
  const forAll = proxyDefaults?.value;
  const nearness = resolver?.value.prioritize_by_locality ?? forAll?.prioritize_by_locality;
  const shared = {
    service: service.name,
    connectTimeoutMs:
      resolver?.value.connect_timeout === undefined
        ? (forAll?.config?.connect_timeout_ms ?? defaultConnectTimeoutMs)
        : durationMs(resolver.value.connect_timeout),
    requestTimeoutMs: resolver && requestTimeoutMs(resolver.value.request_timeout, resolver.dialect),
    loadBalancer: linkLoadBalancer(resolver?.value.load_balancer),
    prefersNear: nearness?.mode === "failover",
  };
  const orderOf = (subset: string | undefined): FailoverOrder =>
    linkFailoverOrder(failoverRule(resolver?.value, subset)?.policy ?? forAll?.failover_policy);
  const instances = [...service.instances].sort((a, b) => (a.id < b.id ? -1 : 1));
  const origins = resolver ? [service.range, resolver.range] : [service.range];
  const whole: Target = {
    ...shared,
    subset: undefined,
    instances,
    onlyPassing: false,
    failoverOrder: orderOf(undefined),
    origins,
  };
  const subsets = Object.entries(resolver?.value.subsets ?? {}).map(
    ([subset, { filter, only_passing }]): Target => ({
      ...shared,
      subset,
      instances: filteredInstances(instances, filter),
      onlyPassing: only_passing ?? false,
      failoverOrder: orderOf(subset),
      origins: resolver ? [service.range, resolver.rangeAt("subsets", subset)] : origins,
    }),
  );
  return [whole, ...subsets];
}

function linkFailoverOrder(policy: FailoverPolicy | undefined): FailoverOrder {
  return policy?.mode === "order-by-locality"
    ? { mode: policy.mode, regions: policy.regions ?? [] }
    : { mode: "sequential" };
}

/** A filter that cannot be read selects nothing; a check reports it. */
function filteredInstances(instances: readonly Instance[], filter: string | undefined): readonly Instance[] {
  if (filter === undefined || filter.trim() === "") return instances;
  const parsed = parseFilter(filter);
  return parsed.ok ? instances.filter((instance) => matchesFilter(parsed.expression, instance)) : [];
}
