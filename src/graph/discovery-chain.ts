import type { SourceRange } from "../diagnostics/source-file.ts";
import type { ChainRoute, HeaderChanges, Mirror } from "./chain-route.ts";
import type { Protocol } from "./mesh-graph.ts";
import { targetKey } from "./target.ts";
import type { Target } from "./target.ts";

/**
 * How requests for a service find instances: routes that tell requests apart, each with shares of targets, each with the
 * targets that stand in for it.
 *
 * Nested splitters are flattened, redirects and default subsets followed, as Consul compiles its chains.
 */
export interface DiscoveryChain {
  /** The service asked for. */
  readonly service: string;
  readonly protocol: Protocol;
  /** Of the service's own router, tried in order. */
  readonly routes: readonly ChainRoute[];
  /**
   * Where the requests go that no route takes. One share of 100 for a chain without a splitter. Weights are percent in
   * steps of 0.01 and add up to 100.
   */
  readonly splits: readonly ChainSplit[];
  /** Where whole connections go, without router and splitter: for callers who speak tcp to a service of requests. */
  readonly whole: readonly ChainSplit[];
  /** The blocks the chain was made from: the routes, then the splitter, or the service when there is none. */
  readonly origins: readonly SourceRange[];
}

/** Where requests end: a target, and those that stand in for it. */
export interface ChainDestination {
  readonly target: Target;
  /** Tried in order while the target has no healthy instance. */
  readonly failover: readonly Target[];
  readonly range: SourceRange;
}

/** A share of requests. */
export interface ChainSplit extends ChainDestination {
  readonly weight: number;
  readonly requestHeaders: HeaderChanges;
  readonly responseHeaders: HeaderChanges;
  readonly mirror: Mirror | undefined;
}

/** Every place a request of the chain, or a copy of one, can be sent to; equal ones as often as they are named. */
export function chainDestinations({ routes, splits }: DiscoveryChain): readonly ChainDestination[] {
  const shares = [...routes.flatMap((route) => route.splits), ...splits];
  const mirrors = [...routes, ...shares].flatMap(({ mirror }) => mirror?.destination ?? []);
  return [...shares, ...mirrors];
}

/** Every target of the chain once, those included that only stand in for another. */
export function chainTargets(chain: DiscoveryChain): readonly Target[] {
  const targets = chainDestinations(chain).flatMap(({ target, failover }) => [target, ...failover]);
  return [...new Map(targets.map((target) => [targetKey(target), target])).values()];
}
