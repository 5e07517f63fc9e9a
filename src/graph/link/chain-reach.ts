import type { RequestMirror, ServiceResolver } from "../../config/gen/entries.ts";
import type { EntryIndex } from "./entry-index.ts";
import type { ChainSources } from "./resolve-target.ts";

/**
 * The services that a chain may look at, its own first, each once: those its entries name, those that the entries of
 * those name, and so on. Undefined when there are more than {@link maxReach}.
 */
export function chainReach(name: string, index: EntryIndex): readonly string[] | undefined {
  const reach = new Set([name, ...namedByRouter(name, index)]);
  // A set is walked in the order in which it grows.
  for (const reached of reach) {
    if (reach.size > maxReach) return undefined;
    for (const next of namedBySplitterAndResolver(reached, index)) reach.add(next);
  }
  return [...reach];
}

/** Chains lead to a handful of services. To follow a long way from each of its places would take the square of its length. */
const maxReach = 64;

/** What decides what a chain is, beside its service: for a comparison by identity. A service's targets change together. */
export function chainIngredients(
  reach: readonly string[],
  { index, targets }: ChainSources,
): readonly unknown[] {
  const [own = ""] = reach;
  return [
    index.routers.get(own),
    ...reach.flatMap((name) => [index.splitters.get(name), index.resolvers.get(name), targets.get(name)]),
  ];
}

function namedByRouter(name: string, index: EntryIndex): readonly string[] {
  const router = index.routers.get(name);
  if (!router) return none;
  return (router.value.routes ?? []).flatMap(({ destination }) => [
    ...some(destination?.service),
    ...mirrored(destination?.request_mirror),
  ]);
}

function namedBySplitterAndResolver(name: string, index: EntryIndex): readonly string[] {
  const splitter = index.splitters.get(name)?.value;
  const resolver = index.resolvers.get(name)?.value;
  if (!splitter && !resolver) return none;
  return [
    ...(splitter?.splits ?? []).flatMap(({ service, request_mirror: mirror }) => [
      ...some(service),
      ...mirrored(mirror),
    ]),
    ...(resolver ? namedByResolver(resolver) : none),
  ];
}

const none: readonly string[] = [];

function namedByResolver({ redirect, failover = {} }: Readonly<ServiceResolver>): readonly string[] {
  const standIns = Object.values(failover).flatMap(({ service, targets = [] }) => [
    ...some(service),
    ...targets.flatMap((target) => some(target.service)),
  ]);
  return [...some(redirect?.service), ...standIns];
}

function mirrored(mirror: RequestMirror | undefined): readonly string[] {
  return some(mirror?.service);
}

function some(name: string | undefined): readonly string[] {
  return name === undefined ? [] : [name];
}
