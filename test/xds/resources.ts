import { typeUrls, type ProxySnapshot, type Resource, type TypeUrl } from "../../src/envoy/resource.ts";

/** Small resources whose messages hold what the protocol looks at; versions are given, not computed. */

export function cluster(name: string, version = "1", message: object = {}): Resource {
  return resource(typeUrls.cluster, name, { version, message: { name, type: "EDS", ...message } });
}

export function staticCluster(name: string, version = "1"): Resource {
  return cluster(name, version, { type: "STATIC" });
}

export function aggregate(name: string, members: readonly string[], version = "1"): Resource {
  const typed_config = {
    "@type": "type.googleapis.com/envoy.extensions.clusters.aggregate.v3.ClusterConfig",
    clusters: members,
  };
  return cluster(name, version, {
    type: undefined,
    cluster_type: { name: "envoy.clusters.aggregate", typed_config },
  });
}

export function endpoints(name: string, version = "1", count = 1): Resource {
  const lb_endpoints = Array.from({ length: count }, (_, index) => ({
    endpoint: { hostname: `host-${index}` },
  }));
  return resource(typeUrls.endpoint, name, {
    version,
    message: { cluster_name: name, endpoints: [{ lb_endpoints }] },
  });
}

export function listener(
  name: string,
  routes: readonly string[] = [],
  version = "1",
  message: object = {},
): Resource {
  const filters = routes.map((route_config_name) => ({ typed_config: { rds: { route_config_name } } }));
  const address = { socket_address: { address: "127.0.0.1", port_value: name } };
  return resource(typeUrls.listener, name, {
    version,
    message: { name, address, filter_chains: [{ filters }], ...message },
  });
}

export function route(name: string, clusters: readonly string[], version = "1"): Resource {
  const routes = clusters.map((target) => ({ route: { cluster: target } }));
  return resource(typeUrls.route, name, { version, message: { name, virtual_hosts: [{ routes }] } });
}

export function secret(name: string, version = "1"): Resource {
  return resource(typeUrls.secret, name, { version, message: { name } });
}

export function usingSecret(name: string): object {
  return {
    transport_socket: {
      typed_config: { tls_certificate_sds_secret_configs: [{ name, sds_config: { ads: {} } }] },
    },
  };
}

export function provisional(of: Resource): Resource {
  return { ...of, provisional: true };
}

export function snapshotOf(revision: number, resources: readonly Resource[]): ProxySnapshot {
  const byType = new Map<TypeUrl, Map<string, Resource>>();
  for (const typeUrl of Object.values(typeUrls)) byType.set(typeUrl, new Map());
  for (const each of resources) byType.get(each.typeUrl)?.set(each.name, each);
  return { revision, resources: byType };
}

function resource(
  typeUrl: TypeUrl,
  name: string,
  { version, message }: { version: string; message: object },
): Resource {
  return {
    name,
    typeUrl,
    version,
    message,
    origins: [],
    bytes: () => new TextEncoder().encode(JSON.stringify(message)),
  };
}
