import type { Any } from "../../envoy/gen/any.ts";
import type { Route, RouteConfiguration, VirtualHost } from "../../envoy/gen/envoy.config.route.v3.ts";
import { failedParts } from "../condition/condition.ts";
import type { CompiledCondition, FailedCondition } from "../condition/condition.ts";
import { pathCondition } from "../condition/path-condition.ts";
import type { RequestView } from "../condition/request-view.ts";
import { routeEnd } from "./route-end.ts";
import type { RouteEnd } from "./route-end.ts";
import { matchCondition } from "./route-match.ts";
import { runtimeShare } from "./route-policy.ts";

/** A route configuration that has been made ready to be asked. */
export interface RouteTable {
  readonly hosts: readonly CompiledHost[];
  readonly ignoresPort: boolean;
}

export interface CompiledHost {
  readonly name: string;
  readonly domains: readonly string[];
  readonly routes: readonly CompiledRoute[];
}

export interface CompiledRoute {
  /** As Envoy's access log shows it; empty when it has none. */
  readonly name: string;
  readonly condition: CompiledCondition;
  /** Of the requests for which the condition holds; 1 unless the route asks for a fraction of them. */
  readonly matchedShare: number;
  readonly end: RouteEnd;
}

/** The overrides of filters' configurations, the most precise last. */
export type FilterOverrides = readonly Readonly<Record<string, Any>>[];

/** A route that the request did not take. */
export type OtherRoute =
  | { readonly kind: "no-match"; readonly name: string; readonly failed: readonly FailedCondition[] }
  /** It matches too, but a route before it takes the request. */
  | { readonly kind: "shadowed"; readonly name: string };

/** Where a share of the requests like this one goes. */
export interface RouteChoice {
  readonly share: number;
  /** Undefined when no route matches. */
  readonly route: CompiledRoute | undefined;
  readonly others: readonly OtherRoute[];
}

export function routeTable(configuration: RouteConfiguration): RouteTable {
  return {
    hosts: (configuration.virtual_hosts ?? []).map((host) => ({
      name: host.name ?? "",
      domains: (host.domains ?? []).map((domain) => domain.toLowerCase()),
      routes: (host.routes ?? []).map((route) => compiledRoute(route, host, configuration)),
    })),
    ignoresPort: configuration.ignore_port_in_host_matching ?? false,
  };
}

/** The virtual host of a request: that of the exact domain, of the longest suffix, of the longest prefix, of any. */
export function hostFor({ hosts, ignoresPort }: RouteTable, authority: string): CompiledHost | undefined {
  const [only, ...others] = hosts;
  if (only && others.length === 0 && only.domains.includes("*")) return only;
  const name = (ignoresPort ? authority.replace(/:\d+$/, "") : authority).toLowerCase();
  let best: { readonly host: CompiledHost; readonly rank: number } | undefined;
  for (const host of hosts)
    for (const domain of host.domains) {
      const rank = domainRank(domain, name);
      if (rank > (best?.rank ?? 0)) best = { host, rank };
    }
  return best?.host;
}

/** The routes a request may take: one, unless some of them take but a fraction. */
export function chooseRoutes({ routes }: CompiledHost, view: RequestView): readonly RouteChoice[] {
  const taken: { readonly share: number; readonly index: number }[] = [];
  const verdicts: OtherRoute[] = [];
  // Envoy draws one number for a request and compares it with the fraction of each route in turn.
  let drawn = 0;
  for (const [index, { name, condition, matchedShare }] of routes.entries()) {
    if (!condition.holds(view)) {
      verdicts.push({ kind: "no-match", name, failed: failedParts(condition, view) });
      continue;
    }
    verdicts.push({ kind: "shadowed", name });
    if (matchedShare <= drawn) continue;
    taken.push({ share: matchedShare - drawn, index });
    drawn = matchedShare;
  }
  if (drawn < 1) taken.push({ share: 1 - drawn, index: -1 });
  return taken.map(({ share, index }) => ({
    share,
    route: routes[index],
    others: verdicts.filter((_, position) => position !== index),
  }));
}

function domainRank(domain: string, name: string): number {
  // An exact name beats every suffix, a suffix every prefix; names are at most 255 characters long.
  if (domain === name) return 3_000_000;
  if (domain === "*") return 1;
  if (domain.startsWith("*") && name.length >= domain.length && name.endsWith(domain.slice(1)))
    return 2_000_000 + domain.length;
  if (domain.endsWith("*") && name.length >= domain.length && name.startsWith(domain.slice(0, -1)))
    return 1_000_000 + domain.length;
  return 0;
}

function compiledRoute(route: Route, host: VirtualHost, configuration: RouteConfiguration): CompiledRoute {
  const match = route.match ?? {};
  return {
    name: route.name ?? "",
    condition: matchCondition(match),
    matchedShare: runtimeShare(match.runtime_fraction),
    end: routeEnd({ route, host, configuration, matchedLength: pathCondition(match).matchedLength }),
  };
}
