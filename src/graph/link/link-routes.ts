import type { Dialect, EntryOf } from "../../config/entry.ts";
import type { Route as RouteEntry, RouteDestination } from "../../config/gen/entries.ts";
import type { ChainRoute, RetryPolicy } from "../chain-route.ts";
import type { ChainSplit } from "../discovery-chain.ts";
import { linkMirror, wholeSplit } from "./flatten-splitters.ts";
import { linkHeaderChanges } from "./header-changes.ts";
import { linkFaultInjection } from "./link-fault-injection.ts";
import { requestRate } from "./link-rate-limits.ts";
import { linkRequestMatch } from "./link-request-match.ts";
import { requestTimeoutMs } from "./request-timeout.ts";
import type { TargetResolver } from "./resolve-target.ts";

interface RoutesInput {
  readonly resolver: TargetResolver;
  /** The shares of every splitter, by its name. */
  readonly splitters: ReadonlyMap<string, readonly ChainSplit[]>;
}

/** The routes of a router, as they stand. */
export function linkRoutes(router: EntryOf<"service-router">, input: RoutesInput): readonly ChainRoute[] {
  return (router.value.routes ?? []).map((route, position) => linkRoute(route, { router, position, input }));
}

interface RouteSite {
  readonly router: EntryOf<"service-router">;
  readonly position: number;
  readonly input: RoutesInput;
}

function linkRoute({ match, destination = {} }: RouteEntry, site: RouteSite): ChainRoute {
  const { router, position, input } = site;
  const { dialect } = router;
  return {
    match: linkRequestMatch(match?.http ?? {}),
    splits: splitsOf(destination, site),
    prefixRewrite: destination.prefix_rewrite,
    timeoutMs: requestTimeoutMs(destination.request_timeout, dialect),
    idleTimeoutMs: requestTimeoutMs(destination.idle_timeout, dialect),
    retry: retryPolicyOf(destination, dialect),
    requestHeaders: linkHeaderChanges(destination.request_headers),
    responseHeaders: linkHeaderChanges(destination.response_headers),
    fault: destination.fault_injection && linkFaultInjection(destination.fault_injection),
    rateLimit: destination.rate_limits && requestRate(destination.rate_limits),
    mirror: linkMirror(
      destination.request_mirror,
      router.rangeAt("routes", position, "destination", "request_mirror"),
      input.resolver,
    ),
    range: router.rangeAt("routes", position),
  };
}

/** A subset is gone to straight, past every splitter. */
function splitsOf(
  { service, service_subset: subset }: RouteDestination,
  { router, position, input }: RouteSite,
): readonly ChainSplit[] {
  const reference = { service: service ?? router.name, subset };
  const split = subset === undefined ? input.splitters.get(reference.service) : undefined;
  return split ?? wholeSplit(reference, router.rangeAt("routes", position), input.resolver);
}

/** Nothing where nothing is tried again: without a condition, and, outside of Consul's documents, with no retries. */
function retryPolicyOf(destination: RouteDestination, dialect: Dialect): RetryPolicy | undefined {
  const statusCodes = destination.retry_on_status_codes ?? [];
  const on = new Set<string>([
    ...(destination.retry_on ?? []),
    ...(destination.retry_on_connect_failure ? ["connect-failure"] : []),
    ...(statusCodes.length > 0 ? ["retriable-status-codes"] : []),
  ]);
  const isZero = destination.num_retries === 0;
  if (on.size === 0 || (isZero && dialect === "mesh")) return undefined;
  return { on: [...on], statusCodes, retries: isZero ? undefined : destination.num_retries };
}
