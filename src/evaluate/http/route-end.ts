import type {
  Route,
  RouteAction,
  RouteConfiguration,
  VirtualHost,
  WeightedCluster_ClusterWeight,
} from "../../envoy/gen/envoy.config.route.v3.ts";
import type { PathCondition } from "../condition/path-condition.ts";
import type { RequestView } from "../condition/request-view.ts";
import { headerMutation } from "./header-mutation.ts";
import type { HeaderMutation } from "./header-mutation.ts";
import { pathRewrite } from "./path-rewrite.ts";
import type { PathRewrite } from "./path-rewrite.ts";
import { redirect } from "./redirect.ts";
import type { FilterOverrides } from "./route-table.ts";
import { routePolicy } from "./route-policy.ts";
import type { RoutePolicy } from "./route-policy.ts";

/** What a route does with the requests it takes. */
export type RouteEnd =
  | { readonly kind: "forward"; readonly shares: readonly ClusterShare[] }
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly overrides: FilterOverrides;
      /** Where a redirect points; undefined for an answer that is none. */
      readonly location: (view: RequestView) => string | undefined;
    };

/** One of the clusters of a route, with its share of the route's requests. */
export interface ClusterShare {
  /** From 0 to 1. */
  readonly share: number;
  readonly cluster: (view: RequestView) => string;
  readonly overrides: FilterOverrides;
  /** In the order in which Envoy applies them. */
  readonly mutations: readonly HeaderMutation[];
  readonly rewrite: PathRewrite | undefined;
  /** Undefined when the host stays as it is. */
  readonly host: (view: RequestView) => string | undefined;
  readonly policy: RoutePolicy;
  /** When the cluster does not exist. */
  readonly notFoundStatus: number;
}

interface RouteParts {
  readonly route: Route;
  readonly host: VirtualHost;
  readonly configuration: RouteConfiguration;
  readonly matchedLength: PathCondition["matchedLength"];
}

export function routeEnd(parts: RouteParts): RouteEnd {
  const { route, matchedLength } = parts;
  const overrides = overridesOf(parts);
  if (route.redirect) {
    const { status, location } = redirect(route.redirect, matchedLength);
    return { kind: "answer", status, overrides, location };
  }
  if (!route.route) {
    const status = route.direct_response?.status ?? 200;
    return { kind: "answer", status, overrides, location: () => undefined };
  }
  return { kind: "forward", shares: clusterShares(route.route, parts, overrides) };
}

function clusterShares(
  action: RouteAction,
  parts: RouteParts,
  overrides: FilterOverrides,
): readonly ClusterShare[] {
  const weighted = action.weighted_clusters?.clusters;
  if (!weighted) return [clusterShare({ share: 1, action, parts, overrides, entry: undefined })];
  const total = weighted.reduce((sum, { weight = 0 }) => sum + weight, 0);
  return weighted
    .filter(({ weight = 0 }) => weight > 0)
    .map((entry) => clusterShare({ share: (entry.weight ?? 0) / total, action, parts, overrides, entry }));
}

interface ShareParts {
  readonly share: number;
  readonly action: RouteAction;
  readonly parts: RouteParts;
  readonly overrides: FilterOverrides;
  readonly entry: WeightedCluster_ClusterWeight | undefined;
}

function clusterShare({ share, action, parts, overrides, entry }: ShareParts): ClusterShare {
  const { route, host, configuration, matchedLength } = parts;
  // The most precise place goes first, so that the least precise has the last word, unless the table says otherwise.
  const places = [route, host, configuration];
  const ordered = configuration.most_specific_header_mutations_wins ? [...places].reverse() : places;
  return {
    share,
    cluster: clusterName(entry ?? action),
    // The same list for every share that adds nothing to it: filters are then run once for all of them.
    overrides: entry?.typed_per_filter_config ? [...overrides, entry.typed_per_filter_config] : overrides,
    mutations: [entry ?? {}, ...ordered].flatMap((place) => headerMutation(place) ?? []),
    rewrite: pathRewrite(action, matchedLength),
    host: hostRewrite(action, entry),
    policy: routePolicy(action, host),
    notFoundStatus: notFoundStatuses[action.cluster_not_found_response_code ?? "SERVICE_UNAVAILABLE"],
  };
}

const notFoundStatuses = { SERVICE_UNAVAILABLE: 503, NOT_FOUND: 404, INTERNAL_SERVER_ERROR: 500 } as const;

function overridesOf({ route, host, configuration }: RouteParts): FilterOverrides {
  return [configuration, host, route].map(({ typed_per_filter_config = {} }) => typed_per_filter_config);
}

function clusterName({
  cluster,
  name,
  cluster_header,
}: {
  readonly cluster?: string;
  readonly name?: string;
  readonly cluster_header?: string;
}): (view: RequestView) => string {
  if (cluster_header !== undefined && cluster_header !== "")
    return (view) => view.headers.get(cluster_header.toLowerCase())?.[0] ?? "";
  const fixed = cluster ?? name ?? "";
  return () => fixed;
}

function hostRewrite(
  action: RouteAction,
  entry: WeightedCluster_ClusterWeight | undefined,
): (view: RequestView) => string | undefined {
  const literal = action.host_rewrite_literal ?? entry?.host_rewrite_literal;
  if (literal !== undefined && literal !== "") return () => literal;
  const header = action.host_rewrite_header?.toLowerCase();
  return header === undefined ? () => undefined : (view) => view.headers.get(header)?.[0];
}
