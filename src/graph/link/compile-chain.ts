import type { ChainSplit, DiscoveryChain } from "../discovery-chain.ts";
import type { Service } from "../mesh-graph.ts";
import { Recollection } from "../recollection.ts";
import { chainIngredients, chainReach } from "./chain-reach.ts";
import type { EntryIndex } from "./entry-index.ts";
import { flattenSplitters, wholeSplit } from "./flatten-splitters.ts";
import { linkRoutes } from "./link-routes.ts";
import { TargetResolver } from "./resolve-target.ts";
import type { ChainSources } from "./resolve-target.ts";

/**
 * How requests for each service find instances. References that lead nowhere or in a circle are left out; checks report
 * them. The rules are Consul's: only the router of the service asked for is read; a route or split to another service
 * enters that service's splitter unless it names a subset; a resolver's redirect is followed before its default subset;
 * failover is one level deep.
 */
export function compileChains(
  services: ReadonlyMap<string, Service>,
  sources: ChainSources,
): ReadonlyMap<string, DiscoveryChain> {
  const plans = [...services.values()].map((service) => planOf(service, sources));
  const compile = compiler(
    plans.filter(({ known }) => !known),
    sources,
  );
  return new Map(plans.map((plan) => [plan.service.name, plan.known ?? compile(plan)]));
}

const compiled = new Recollection<DiscoveryChain>();

interface ChainPlan {
  readonly service: Service;
  /** The services it leads to; undefined where they are too many for the chain to be remembered. */
  readonly reach: readonly string[] | undefined;
  /** As it was compiled from the same entries before. */
  readonly known: DiscoveryChain | undefined;
}

function planOf(service: Service, sources: ChainSources): ChainPlan {
  const reach = chainReach(service.name, sources.index);
  const known = reach && compiled.find({ owner: service }, chainIngredients(reach, sources))?.result;
  return { service, reach, known };
}

/** Compiles the chains of these plans; only what they lead to is looked at. */
function compiler(plans: readonly ChainPlan[], sources: ChainSources): (plan: ChainPlan) => DiscoveryChain {
  const { index } = sources;
  const resolver = new TargetResolver(sources);
  const reached = new Set(plans.flatMap(({ reach }) => reach ?? [...index.splitters.keys()]));
  const splitters = flattenSplitters(
    [...reached].filter((name) => index.splitters.has(name)),
    index,
    resolver,
  );
  return ({ service, reach }) => {
    const chain = compileChain(service, { index, resolver, splitters });
    return reach ? compiled.keep({ owner: service }, chainIngredients(reach, sources), chain) : chain;
  };
}

interface ChainInput {
  readonly index: EntryIndex;
  readonly resolver: TargetResolver;
  readonly splitters: ReadonlyMap<string, readonly ChainSplit[]>;
}

function compileChain({ name, protocol, range }: Service, input: ChainInput): DiscoveryChain {
  const { index, resolver, splitters } = input;
  const router = index.routers.get(name);
  const routes = router ? linkRoutes(router, { resolver, splitters }) : [];
  const whole = wholeSplit({ service: name, subset: undefined }, range, resolver);
  return {
    service: name,
    protocol,
    routes,
    splits: splitters.get(name) ?? whole,
    whole,
    origins: [...routes.map((route) => route.range), index.splitters.get(name)?.range ?? range],
  };
}
