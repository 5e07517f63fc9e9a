import type { Any } from "../../envoy/gen/any.ts";
import type { FilterChain } from "../../envoy/gen/envoy.config.listener.v3.ts";
import type { RouteConfiguration } from "../../envoy/gen/envoy.config.route.v3.ts";
import type { HttpConnectionManager } from "../../envoy/gen/envoy.extensions.filters.network.http_connection_manager.v3.ts";
import type { TcpProxy } from "../../envoy/gen/envoy.extensions.filters.network.tcp_proxy.v3.ts";
import { accessRules, rulings } from "../authorization/access-rules.ts";
import { denialDetails } from "../authorization/ruling.ts";
import type { EnforcedRuling } from "../authorization/ruling.ts";
import type { RequestView } from "../condition/request-view.ts";
import { connectionManager } from "../http/connection-manager.ts";
import { emptyPassage } from "../passage.ts";
import type { PassageEnd, Walk } from "../passage.ts";

/** The route configuration of a name; undefined when the proxy does not hold it. */
export type RouteLookup = (name: string) => RouteConfiguration | undefined;

/** Walks through the network filters of a chain: rules about connections, then one that ends it. */
export function chainWalk({ filters = [] }: FilterChain, routesNamed: RouteLookup): Walk {
  const configs = filters.flatMap(({ typed_config }) => typed_config ?? []);
  const guards = configs.flatMap((config) => guard(config) ?? []);
  const terminal = configs.flatMap((config) => terminalWalk(config, routesNamed) ?? [])[0] ?? closed;
  if (guards.length === 0) return terminal;
  return (view) => {
    const made: EnforcedRuling[] = [];
    for (const judge of guards) made.push(...judge(withoutRequest(view)));
    const denial = made.find(({ isEnforced, action }) => isEnforced && action === "deny");
    if (denial) return [closedBy(denial.rule, made)];
    return terminal(view).map((end) => ({
      ...end,
      passage: { ...end.passage, rulings: [...made, ...end.passage.rulings] },
    }));
  };
}

/** The name under which a chain's routes come apart from it; undefined when it has none such. */
export function routesOf({ filters = [] }: FilterChain): string | undefined {
  for (const { typed_config } of filters)
    if (typed_config?.["@type"] === connectionManagerType) return typed_config.rds?.route_config_name;
  return undefined;
}

const connectionManagerType =
  "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager";

type Guard = (view: RequestView) => readonly EnforcedRuling[];

function guard(config: Any): Guard | undefined {
  if (config["@type"] !== "type.googleapis.com/envoy.extensions.filters.network.rbac.v3.RBAC")
    return undefined;
  const rules = accessRules(config);
  return (view) => rulings(rules, view);
}

/** Rules about connections see no request: the first byte may belong to one, or not. */
function withoutRequest(view: RequestView): RequestView {
  return view.withHeaders(new Map());
}

function terminalWalk(config: Any, routesNamed: RouteLookup): Walk | undefined {
  switch (config["@type"]) {
    case connectionManagerType:
      return httpWalk(config, routesNamed);
    case "type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy":
      return tcpWalk(config);
    default:
      return undefined;
  }
}

function httpWalk(config: HttpConnectionManager, routesNamed: RouteLookup): Walk {
  const routes = config.route_config ?? routesNamed(config.rds?.route_config_name ?? "");
  if (routes) return connectionManager(config, routes);
  return (view) => {
    view.assume(`The routes ${config.rds?.route_config_name ?? ""} are not among the resources.`);
    return [
      {
        kind: "answer",
        share: 1,
        passage: { ...emptyPassage, protocol: "http", path: view.path },
        verdict: "no-route",
        status: 404,
        details: "route_not_found",
        location: undefined,
      },
    ];
  };
}

function tcpWalk({ cluster, weighted_clusters }: TcpProxy): Walk {
  const clusters = weighted_clusters?.clusters ?? [{ name: cluster ?? "", weight: 1 }];
  const total = clusters.reduce((sum, { weight = 0 }) => sum + weight, 0);
  return (view) =>
    clusters.map(({ name = "", weight = 0 }) => ({
      kind: "forward",
      share: weight / total,
      passage: emptyPassage,
      cluster: name,
      policy: undefined,
      notFoundStatus: undefined,
      changes: [],
      view,
    }));
}

function closedBy(rule: string, made: readonly EnforcedRuling[]): PassageEnd {
  return {
    kind: "answer",
    share: 1,
    passage: { ...emptyPassage, rulings: made },
    verdict: "denied",
    status: undefined,
    details: denialDetails(rule),
    location: undefined,
  };
}

/** A chain without a filter that ends it closes every connection. */
const closed: Walk = () => [
  {
    kind: "answer",
    share: 1,
    passage: emptyPassage,
    verdict: "denied",
    status: undefined,
    details: "filter_chain_without_end",
    location: undefined,
  },
];
