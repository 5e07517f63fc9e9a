import type { MeshGraph, Service } from "../../graph/mesh-graph.ts";
import type { RateLimitPath, RequestRate } from "../../graph/rate-limit.ts";
import { originsOf } from "../../graph/service-settings.ts";
import { httpAuthorizationOfRoute } from "../authorization/http-authorization.ts";
import { defineResource } from "../define-resource.ts";
import { seconds } from "../duration.ts";
import type { Route, RouteAction, RouteMatch, VirtualHost } from "../gen/envoy.config.route.v3.ts";
import { faultOfRoute } from "../http-filter/fault.ts";
import { rateLimitOfRoute } from "../http-filter/local-rate-limit.ts";
import { perRouteConfig } from "../http-filter/per-route-config.ts";
import { clearTextName, inboundName, localApplicationCluster, meshReplyHeader } from "../names.ts";
import { typeUrls } from "../resource.ts";
import type { Resource } from "../resource.ts";

/** What happens to a request that arrived: the intentions, limits, faults, then the application. */
export function inboundRoutes(graph: MeshGraph, service: Service): Resource {
  const rules = graph.intentions.get(service.name) ?? [];
  return routeConfiguration(graph, service, {
    name: inboundName(service.name),
    filterConfig: { typed_per_filter_config: httpAuthorizationOfRoute(graph, service) },
    origins: rules.map(({ range }) => range),
  });
}

/** The same for a request in clear text, which no intention judges. */
export function clearTextRoutes(graph: MeshGraph, service: Service): Resource {
  return routeConfiguration(graph, service, {
    name: clearTextName(service.name),
    filterConfig: {},
    origins: [],
  });
}

interface Judgement extends Pick<Resource, "name" | "origins"> {
  /** What all routes tell the filters of the listener. */
  readonly filterConfig: Pick<VirtualHost, "typed_per_filter_config">;
}

function routeConfiguration(
  { settings: mesh }: MeshGraph,
  service: Service,
  { name, filterConfig, origins }: Judgement,
): Resource {
  const { rateLimits, faultInjection, localRequestTimeoutMs, localIdleTimeoutMs } = service.settings;
  const action: RouteAction = {
    cluster: localApplicationCluster,
    timeout: seconds(localRequestTimeoutMs.value),
    ...(localIdleTimeoutMs.value !== undefined && { idle_timeout: seconds(localIdleTimeoutMs.value) }),
  };
  const route = (routeName: string, match: RouteMatch, rate: RequestRate | undefined): Route => ({
    name: routeName,
    match,
    route: action,
    ...perRouteConfig(rateLimitOfRoute(rate, service.protocol), faultOfRoute(faultInjection.value)),
  });
  const limited = rateLimits.value?.routes ?? [];
  return defineResource({
    name,
    typeUrl: typeUrls.route,
    message: {
      name,
      virtual_hosts: [
        {
          name,
          domains: ["*"],
          ...filterConfig,
          routes: [
            ...limited.map(({ path, rate }, index) => route(`${name}#${index}`, pathMatch(path), rate)),
            route(name, { prefix: "/" }, rateLimits.value?.rate),
          ],
        },
      ],
      // An application cannot pass its own answers off as the mesh's.
      response_headers_to_remove: [meshReplyHeader],
      ...(mesh.validatesClusters && { validate_clusters: true }),
    },
    origins: [
      service.range,
      ...origins,
      ...limited.map(({ range }) => range),
      ...originsOf([rateLimits, faultInjection, localRequestTimeoutMs, localIdleTimeoutMs]),
    ],
  });
}

function pathMatch({ kind, value }: RateLimitPath): RouteMatch {
  switch (kind) {
    case "exact":
      return { path: value };
    case "prefix":
      return { prefix: value };
    case "regex":
      return { safe_regex: { regex: value } };
  }
}
