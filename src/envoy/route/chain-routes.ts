import { noHeaderChanges } from "../../graph/chain-route.ts";
import type { ChainRoute, Mirror } from "../../graph/chain-route.ts";
import type { ChainSplit, DiscoveryChain } from "../../graph/discovery-chain.ts";
import type { MeshSettings, Protocol } from "../../graph/mesh-graph.ts";
import { splitClusterName } from "../cluster/split-cluster.ts";
import { fractionOf } from "../fraction.ts";
import type {
  Route,
  RouteAction,
  RouteAction_RequestMirrorPolicy,
  RouteMatch,
} from "../gen/envoy.config.route.v3.ts";
import { faultOfRoute } from "../http-filter/fault.ts";
import { rateLimitOfRoute } from "../http-filter/local-rate-limit.ts";
import { outboundName, outboundRouteName } from "../names.ts";
import { hashPolicies } from "./hash-policy.ts";
import { headerOptions } from "./header-options.ts";
import { routeMatch } from "./request-match.ts";
import { idleTimeout, requestTimeout, retryPolicy } from "./request-limits.ts";

/** The routes of a chain: those of its router, numbered, and the one for whatever they leave over. */
export function chainRoutes(chain: DiscoveryChain, settings: MeshSettings): readonly Route[] {
  const { service, routes, splits, protocol } = chain;
  return [
    ...routes.flatMap((route, index) =>
      envoyRoutes(route, { name: outboundRouteName(service, index), protocol, settings }),
    ),
    ...envoyRoutes({ ...everything, splits }, { name: outboundName(service), protocol, settings }),
  ];
}

type RouteContent = Omit<ChainRoute, "range">;

const everything: Omit<RouteContent, "splits"> = {
  match: { path: undefined, pathIgnoresCase: false, headers: [], queryParameters: [], methods: [] },
  prefixRewrite: undefined,
  timeoutMs: undefined,
  idleTimeoutMs: undefined,
  retry: undefined,
  requestHeaders: noHeaderChanges,
  responseHeaders: noHeaderChanges,
  fault: undefined,
  rateLimit: undefined,
  mirror: undefined,
};

interface RouteSite {
  /** Envoy's access log shows it. */
  readonly name: string;
  readonly protocol: Protocol;
  readonly settings: MeshSettings;
}

/**
 * A route as Envoy has it. Envoy mirrors and times out by route and not by share: where shares differ in that, each gets
 * a route of its own.
 */
function envoyRoutes(route: RouteContent, site: RouteSite): readonly Route[] {
  const match = routeMatch(route.match);
  if (haveOnePolicy(route)) return [envoyRoute(route, match, site)];
  return shareMatches(route.splits, match).map(({ split, match: shareMatch }) =>
    envoyRoute({ ...route, splits: [{ ...split, weight: 100 }] }, shareMatch, site),
  );
}

function haveOnePolicy(route: RouteContent): boolean {
  const [first, ...others] = route.splits;
  if (others.length === 0) return true;
  const timeouts = new Set(route.splits.map((split) => timeoutOf(route, split)));
  return timeouts.size === 1 && first?.mirror === undefined && others.every(({ mirror }) => !mirror);
}

/**
 * Envoy draws one number for a request and compares it with the fraction of each route in turn. Fractions that add up
 * from share to share therefore divide requests exactly by their weights.
 */
function shareMatches(
  splits: readonly ChainSplit[],
  match: RouteMatch,
): readonly { readonly split: ChainSplit; readonly match: RouteMatch }[] {
  const used = splits.filter(({ weight }) => weight > 0);
  let upTo = 0;
  return used.map((split, index) => {
    upTo += Math.round(split.weight * 100);
    if (index === used.length - 1) return { split, match };
    const fraction = { numerator: upTo, denominator: "TEN_THOUSAND" } as const;
    return { split, match: { ...match, runtime_fraction: { default_value: fraction } } };
  });
}

function envoyRoute(route: RouteContent, match: RouteMatch, { name, protocol, settings }: RouteSite): Route {
  const [split] = route.splits;
  const filters = {
    ...faultOfRoute(route.fault),
    ...rateLimitOfRoute(route.rateLimit, protocol),
  };
  const mirrors = [route.mirror, split?.mirror].flatMap((mirror) => mirror ?? []);
  return {
    name,
    match,
    route: {
      ...clusters(route.splits, settings),
      ...(route.prefixRewrite !== undefined && { prefix_rewrite: route.prefixRewrite }),
      ...requestTimeout(split && timeoutOf(route, split), protocol),
      ...idleTimeout(route.idleTimeoutMs),
      ...retryPolicy(route.retry),
      ...hashing(route.splits),
      ...(mirrors.length > 0 && {
        request_mirror_policies: mirrors.map((mirror) => mirrorPolicy(mirror, settings)),
      }),
    },
    ...headerOptions(route),
    ...(Object.keys(filters).length > 0 && { typed_per_filter_config: filters }),
  };
}

function timeoutOf(route: RouteContent, { target }: ChainSplit): number | undefined {
  return route.timeoutMs ?? target.requestTimeoutMs;
}

function clusters(splits: readonly ChainSplit[], settings: MeshSettings): RouteAction {
  const [only, ...others] = splits;
  const isPlain = only && others.length === 0 && Object.keys(headerOptions(only)).length === 0;
  if (isPlain) return { cluster: splitClusterName(only, settings) };
  return {
    weighted_clusters: {
      clusters: splits.map((split) => ({
        name: splitClusterName(split, settings),
        // Percent in steps of 0.01 become whole numbers.
        weight: Math.round(split.weight * 100),
        ...headerOptions(split),
      })),
    },
  };
}

/** One rule for all shares: that of the first whose target asks for any, as in Consul. */
function hashing(splits: readonly ChainSplit[]): Pick<RouteAction, "hash_policy"> {
  const policies = splits.map(({ target }) => hashPolicies(target)).find(({ length }) => length > 0);
  return policies ? { hash_policy: policies } : {};
}

function mirrorPolicy(
  { destination, percent }: Mirror,
  settings: MeshSettings,
): RouteAction_RequestMirrorPolicy {
  return {
    cluster: splitClusterName(destination, settings),
    runtime_fraction: { default_value: fractionOf(percent) },
  };
}
