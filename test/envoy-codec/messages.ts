import type { Any } from "../../src/envoy/gen/any.ts";
import type { Bootstrap } from "../../src/envoy/gen/envoy.config.bootstrap.v3.ts";
import type { Cluster } from "../../src/envoy/gen/envoy.config.cluster.v3.ts";
import type { ClusterLoadAssignment } from "../../src/envoy/gen/envoy.config.endpoint.v3.ts";
import type { Listener } from "../../src/envoy/gen/envoy.config.listener.v3.ts";
import type { RouteConfiguration } from "../../src/envoy/gen/envoy.config.route.v3.ts";
import type { Secret } from "../../src/envoy/gen/envoy.extensions.transport_sockets.tls.v3.ts";
import type {
  DeltaDiscoveryRequest,
  DeltaDiscoveryResponse,
} from "../../src/envoy/gen/envoy.service.discovery.v3.ts";

const spiffeId = "spiffe://mesh.internal/ns/default/dc/dc1/svc/api";

const cluster: Cluster = {
  name: "api.default.dc1.internal.mesh.internal",
  type: "EDS",
  eds_cluster_config: { eds_config: { ads: {}, resource_api_version: "V3" }, service_name: "api" },
  connect_timeout: "5s",
  circuit_breakers: { thresholds: [{ max_connections: 0, max_requests: 1024 }] },
  outlier_detection: { interval: "0.250s", consecutive_5xx: 5, enforcing_consecutive_5xx: 100 },
  typed_extension_protocol_options: {
    "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": {
      "@type": "type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
      explicit_http_config: { http2_protocol_options: {} },
    },
  },
  metadata: {
    filter_metadata: { mesh: { origin: "mesh.hcl:3", weights: [1, 2.5, null, true, { deep: "é" }] } },
  },
  transport_socket: {
    name: "tls",
    typed_config: {
      "@type": "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext",
      sni: "api.default.dc1.internal.mesh.internal",
      common_tls_context: {
        tls_params: { tls_minimum_protocol_version: "TLSv1_3" },
        tls_certificate_sds_secret_configs: [
          { name: "leaf", sds_config: { ads: {}, resource_api_version: "V3" } },
        ],
        combined_validation_context: {
          default_validation_context: {
            match_typed_subject_alt_names: [{ san_type: "URI", matcher: { exact: spiffeId } }],
          },
          validation_context_sds_secret_config: {
            name: "roots",
            sds_config: { ads: {}, resource_api_version: "V3" },
          },
        },
        alpn_protocols: ["h2", "http/1.1"],
      },
    },
  },
};

const assignment: ClusterLoadAssignment = {
  cluster_name: "api",
  endpoints: [0, 1].map((priority) => ({
    priority,
    lb_endpoints: [21001, 21002, 21003].map((port) => ({
      endpoint: { address: { socket_address: { address: "127.0.0.1", port_value: port } } },
      health_status: port === 21003 ? ("DRAINING" as const) : ("HEALTHY" as const),
      load_balancing_weight: port - 21000,
    })),
  })),
  policy: { overprovisioning_factor: 100_000 },
};

const action = (
  name: string,
  verdict: "ALLOW" | "DENY",
): { readonly name: string; readonly typed_config: Any } => ({
  name: "action",
  typed_config: { "@type": "type.googleapis.com/envoy.config.rbac.v3.Action", name, action: verdict },
});

const listener: Listener = {
  name: "inbound",
  address: { socket_address: { address: "127.0.0.1", port_value: 21000 } },
  traffic_direction: "INBOUND",
  per_connection_buffer_limit_bytes: 32_768,
  listener_filters: [
    {
      name: "tls_inspector",
      typed_config: {
        "@type": "type.googleapis.com/envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector",
        enable_ja3_fingerprinting: false,
      },
    },
  ],
  filter_chains: [
    {
      filter_chain_match: { server_names: ["api"], source_ports: [1, 300, 70_000] },
      filters: [
        {
          name: "http_connection_manager",
          typed_config: {
            "@type":
              "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
            stat_prefix: "inbound",
            rds: { route_config_name: "inbound", config_source: { ads: {} } },
            forward_client_cert_details: "APPEND_FORWARD",
            set_current_client_cert_details: { subject: true, cert: true, uri: true },
            tracing: { random_sampling: { value: 0.5 } },
            http_filters: [
              {
                name: "rbac",
                typed_config: {
                  "@type": "type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC",
                  matcher: { on_no_match: { action: action("no-route-override", "DENY") } },
                },
              },
              {
                name: "router",
                typed_config: {
                  "@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router",
                },
              },
            ],
          },
        },
      ],
      transport_socket: {
        name: "raw",
        typed_config: {
          "@type": "type.googleapis.com/envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer",
        },
      },
    },
  ],
};

const routes: RouteConfiguration = {
  name: "inbound",
  virtual_hosts: [
    {
      name: "api",
      domains: ["*"],
      routes: [
        {
          name: "splitter:api",
          match: { prefix: "/", headers: [{ name: "x-debug", string_match: { exact: "" } }] },
          route: {
            weighted_clusters: {
              clusters: [
                { name: "v1", weight: 9000 },
                { name: "v2", weight: 0 },
              ],
            },
            timeout: "0s",
            retry_policy: { num_retries: 3, retriable_status_codes: [502, 503], per_try_timeout: "1.500s" },
          },
          typed_per_filter_config: {
            rbac: {
              "@type": "type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBACPerRoute",
              rbac: {
                matcher: {
                  matcher_list: {
                    matchers: [
                      {
                        predicate: {
                          and_matcher: {
                            predicate: [
                              {
                                single_predicate: {
                                  input: {
                                    name: "caller",
                                    typed_config: {
                                      "@type":
                                        "type.googleapis.com/envoy.extensions.matching.common_inputs.ssl.v3.UriSanInput",
                                    },
                                  },
                                  value_match: { exact: spiffeId },
                                },
                              },
                              {
                                single_predicate: {
                                  input: {
                                    name: "method",
                                    typed_config: {
                                      "@type":
                                        "type.googleapis.com/envoy.type.matcher.v3.HttpRequestHeaderMatchInput",
                                      header_name: ":method",
                                    },
                                  },
                                  value_match: { exact: "GET" },
                                },
                              },
                            ],
                          },
                        },
                        on_match: { action: action("api/web", "ALLOW") },
                      },
                    ],
                  },
                  on_no_match: { action: action("default-deny", "DENY") },
                },
              },
            },
          },
        },
      ],
    },
  ],
  validate_clusters: false,
};

const bootstrap: Bootstrap = {
  node: { id: "web-sidecar-proxy", cluster: "web", metadata: { namespace: "default" } },
  admin: { address: { socket_address: { address: "127.0.0.1", port_value: 19_000 } } },
  dynamic_resources: {
    ads_config: {
      api_type: "DELTA_GRPC",
      transport_api_version: "V3",
      grpc_services: [
        { envoy_grpc: { cluster_name: "mesh-agent" }, initial_metadata: [{ key: "x-token", value: "t" }] },
      ],
    },
    cds_config: { ads: {}, resource_api_version: "V3" },
    lds_config: { ads: {}, resource_api_version: "V3" },
  },
  static_resources: { clusters: [{ ...cluster, name: "mesh-agent", type: "STATIC" }] },
  overload_manager: {
    resource_monitors: [
      {
        name: "envoy.resource_monitors.global_downstream_max_connections",
        typed_config: {
          "@type":
            "type.googleapis.com/envoy.extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig",
          max_active_downstream_connections: "50000",
        },
      },
    ],
  },
};

const secret: Secret = {
  name: "leaf",
  tls_certificate: { certificate_chain: { inline_string: "PEM" }, private_key: { inline_bytes: "AAH/gA==" } },
};

const request: DeltaDiscoveryRequest = {
  node: {
    id: "web-sidecar-proxy",
    user_agent_name: "envoy",
    user_agent_build_version: { version: { major_number: 1, minor_number: 36 } },
  },
  type_url: "type.googleapis.com/envoy.config.cluster.v3.Cluster",
  resource_names_subscribe: ["*"],
  initial_resource_versions: { api: "0123", db: "" },
  response_nonce: "7",
  error_detail: { code: -3, message: "rejected: Ünïcode 😀" },
};

const response: DeltaDiscoveryResponse = {
  system_version_info: "12",
  resources: [
    {
      name: "api",
      version: "0123",
      ttl: "-1.000000001s",
      resource: { "@type": "type.googleapis.com/envoy.config.cluster.v3.Cluster", ...cluster },
    },
    { name: "text", resource: { "@type": "type.googleapis.com/google.protobuf.StringValue", value: "" } },
    { name: "none", resource: { "@type": "type.googleapis.com/google.protobuf.BoolValue", value: false } },
    { name: "object", resource: { "@type": "type.googleapis.com/google.protobuf.Struct", value: { a: {} } } },
  ],
  removed_resources: ["db"],
  nonce: "8",
};

/** Messages as the mesh makes them; together they use every kind of field the definitions have. */
export const messages: readonly {
  readonly name: string;
  readonly typeName: string;
  readonly message: object;
}[] = [
  { name: "cluster with a TLS context", typeName: "envoy.config.cluster.v3.Cluster", message: cluster },
  { name: "endpoints", typeName: "envoy.config.endpoint.v3.ClusterLoadAssignment", message: assignment },
  { name: "listener with HTTP filters", typeName: "envoy.config.listener.v3.Listener", message: listener },
  {
    name: "routes with authorization",
    typeName: "envoy.config.route.v3.RouteConfiguration",
    message: routes,
  },
  { name: "bootstrap", typeName: "envoy.config.bootstrap.v3.Bootstrap", message: bootstrap },
  { name: "secret", typeName: "envoy.extensions.transport_sockets.tls.v3.Secret", message: secret },
  { name: "delta request", typeName: "envoy.service.discovery.v3.DeltaDiscoveryRequest", message: request },
  {
    name: "delta response",
    typeName: "envoy.service.discovery.v3.DeltaDiscoveryResponse",
    message: response,
  },
  {
    name: "enum with two names for a number",
    typeName: "envoy.extensions.compression.gzip.compressor.v3.Gzip",
    message: { compression_level: "BEST_COMPRESSION" },
  },
];
