import { defineResource } from "../../src/envoy/define-resource.ts";
import type { JsonObject } from "../../src/envoy/codec/json-form.ts";
import type { Cluster } from "../../src/envoy/gen/envoy.config.cluster.v3.ts";
import type { ClusterLoadAssignment } from "../../src/envoy/gen/envoy.config.endpoint.v3.ts";
import type { Listener } from "../../src/envoy/gen/envoy.config.listener.v3.ts";
import type { Route, RouteConfiguration } from "../../src/envoy/gen/envoy.config.route.v3.ts";
import type {
  HttpConnectionManager,
  HttpFilter,
} from "../../src/envoy/gen/envoy.extensions.filters.network.http_connection_manager.v3.ts";
import type { Matcher, Matcher_MatcherList_Predicate } from "../../src/envoy/gen/xds.type.matcher.v3.ts";
import { typeUrls } from "../../src/envoy/resource.ts";
import type { Resource } from "../../src/envoy/resource.ts";
import { RequestView, localConnection } from "../../src/evaluate/condition/request-view.ts";
import type { Connection } from "../../src/evaluate/condition/request-view.ts";

/** A request as conditions see it. */
export function viewOf(
  headers: Readonly<Record<string, string | readonly string[]>> = {},
  rest: {
    readonly connection?: Partial<Connection>;
    readonly claims?: readonly JsonObject[];
    readonly metadata?: JsonObject;
    readonly assumptions?: Set<string>;
  } = {},
): RequestView {
  const all: Readonly<Record<string, string | readonly string[]>> = {
    ":method": "GET",
    ":path": "/",
    ":authority": "api",
    ":scheme": "http",
    ...headers,
  };
  return new RequestView({
    headers: new Map(
      Object.entries(all).map(([name, value]) => [name, typeof value === "string" ? [value] : value]),
    ),
    connection: { ...localConnection, ...rest.connection },
    claims: rest.claims ?? [],
    metadata: rest.metadata ?? {},
    assumptions: rest.assumptions ?? new Set(),
  });
}

export function spiffe(service: string): string {
  return `spiffe://mesh.internal/ns/default/dc/dc1/svc/${service}`;
}

export const router: HttpFilter = {
  name: "envoy.filters.http.router",
  typed_config: { "@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router" },
};

/** Routes of the one virtual host of any domain. */
export function routesOf(...routes: readonly Route[]): RouteConfiguration {
  return { name: "routes", virtual_hosts: [{ name: "host", domains: ["*"], routes }] };
}

export function httpListener(
  parts: Pick<Listener, "name" | "traffic_direction"> & { readonly port: number },
  manager: HttpConnectionManager,
): Resource {
  const { port, ...rest } = parts;
  return listener({
    ...rest,
    address: { socket_address: { address: "127.0.0.1", port_value: port } },
    filter_chains: [
      {
        filters: [
          {
            name: "http",
            typed_config: {
              "@type":
                "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
              http_filters: [router],
              ...manager,
            },
          },
        ],
      },
    ],
  });
}

export function listener(message: Listener): Resource {
  return defineResource({ name: message.name ?? "", typeUrl: typeUrls.listener, message, origins: [] });
}

export function cluster(message: Cluster): Resource {
  return defineResource({ name: message.name ?? "", typeUrl: typeUrls.cluster, message, origins: [] });
}

export function endpoints(message: ClusterLoadAssignment): Resource {
  return defineResource({
    name: message.cluster_name ?? "",
    typeUrl: typeUrls.endpoint,
    message,
    origins: [],
  });
}

/** Instances on this machine. */
export function assignment(cluster_name: string, ...ports: readonly number[]): ClusterLoadAssignment {
  return {
    cluster_name,
    endpoints: [{ lb_endpoints: ports.map((port) => ({ endpoint: { address: at(port) } })) }],
  };
}

export function at(port: number): {
  readonly socket_address: { readonly address: string; readonly port_value: number };
} {
  return { socket_address: { address: "127.0.0.1", port_value: port } };
}

/** A matcher of rules in order, each `name action` with its predicate. */
export function rules(
  ...list: readonly (readonly [rule: string, predicate: Matcher_MatcherList_Predicate | undefined])[]
): Matcher {
  const matchers = list.flatMap(([rule, predicate]) =>
    predicate ? [{ predicate, on_match: action(rule) }] : [],
  );
  const last = list.find(([, predicate]) => predicate === undefined);
  return {
    ...(matchers.length > 0 && { matcher_list: { matchers } }),
    ...(last && { on_no_match: action(last[0]) }),
  };
}

/** `name ALLOW` or `name DENY` */
export function action(rule: string): NonNullable<Matcher["on_no_match"]> {
  const end = rule.lastIndexOf(" ");
  const [name, verb] = [rule.slice(0, end), rule.slice(end + 1)];
  return {
    action: {
      name: "action",
      typed_config: {
        "@type": "type.googleapis.com/envoy.config.rbac.v3.Action",
        name,
        action: verb === "ALLOW" ? "ALLOW" : "DENY",
      },
    },
  };
}

export function callerIs(service: string): Matcher_MatcherList_Predicate {
  return {
    single_predicate: {
      input: {
        name: "caller",
        typed_config: {
          "@type": "type.googleapis.com/envoy.extensions.matching.common_inputs.ssl.v3.UriSanInput",
        },
      },
      value_match: { exact: spiffe(service) },
    },
  };
}

export function headerIs(header_name: string, exact: string): Matcher_MatcherList_Predicate {
  return {
    single_predicate: {
      input: {
        name: "header",
        typed_config: {
          "@type": "type.googleapis.com/envoy.type.matcher.v3.HttpRequestHeaderMatchInput",
          header_name,
        },
      },
      value_match: { exact },
    },
  };
}
