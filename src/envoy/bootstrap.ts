import { agentCluster, agentTokenSecret } from "./names.ts";
import type { Bootstrap, LayeredRuntime } from "./gen/envoy.config.bootstrap.v3.ts";
import type { Cluster } from "./gen/envoy.config.cluster.v3.ts";
import type { OverloadManager } from "./gen/envoy.config.overload.v3.ts";
import { overAds } from "./secret/tls-context.ts";

/** Above this Envoy refuses connections instead of running out of file descriptors; it warns when there is no limit. */
const maxDownstreamConnections = 50_000;

/** Milliseconds between attempts to reach an agent that is away: quickly at first, so that a restart goes unnoticed. */
const reconnect = { baseInterval: "0.1s", maxInterval: "2s" } as const;

export interface BootstrapOptions {
  readonly proxyId: string;
  readonly service: string;
  readonly datacenter: string;
  /** Where the agent serves xDS. */
  readonly agent: { readonly address: string; readonly port: number };
  /** A file (0600) with the token that secrets over xDS are given for; Envoy reads it, so it is in no dump. */
  readonly tokenFile: string;
  /** Envoy's admin interface, as a unix socket that only its owner opens. */
  readonly adminSocketPath: string;
}

/** What Envoy is started with: who it is, and where everything else comes from. */
export function renderBootstrap(options: BootstrapOptions): Bootstrap {
  return {
    ...sharedBootstrap(options),
    static_resources: {
      clusters: [agentConnection(options)],
      secrets: [{ name: agentTokenSecret, generic_secret: { secret: { filename: options.tokenFile } } }],
    },
    dynamic_resources: {
      ads_config: {
        api_type: "DELTA_GRPC",
        transport_api_version: "V3",
        set_node_on_first_message_only: true,
        grpc_services: [
          {
            envoy_grpc: {
              cluster_name: agentCluster,
              retry_policy: {
                retry_back_off: {
                  base_interval: reconnect.baseInterval,
                  max_interval: reconnect.maxInterval,
                },
              },
            },
          },
        ],
      },
      cds_config: overAds,
      lds_config: overAds,
    },
  };
}

/** What a sidecar's bootstrap has whether or not its resources are inlined. */
export function sharedBootstrap(
  options: Pick<BootstrapOptions, "proxyId" | "service" | "datacenter" | "adminSocketPath">,
): Bootstrap {
  return {
    node: { id: options.proxyId, cluster: options.service, locality: { zone: options.datacenter } },
    admin: { address: { pipe: { path: options.adminSocketPath, mode: 0o600 } } },
    overload_manager: connectionLimit,
    layered_runtime: runtime,
  };
}

/**
 * Instructions of a compiled regular expression above which Envoy refuses a configuration. Its own default of 100 is
 * that of an expression with some dozens of characters; what is too large for its memory is refused all the same.
 */
const maxRegexInstructions = 1_048_576;

const runtime: LayeredRuntime = {
  layers: [
    { name: "mesh", static_layer: { "re2.max_program_size.error_level": maxRegexInstructions } },
    // Lets an operator change the log of a running sidecar by its administration socket, until it ends.
    { name: "admin", admin_layer: {} },
  ],
};

const connectionLimit: OverloadManager = {
  resource_monitors: [
    {
      name: "envoy.resource_monitors.global_downstream_max_connections",
      typed_config: {
        "@type":
          "type.googleapis.com/envoy.extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig",
        max_active_downstream_connections: maxDownstreamConnections,
      },
    },
  ],
};

/**
 * The connection to the agent. The token is added by a filter and comes from a file: as initial metadata of the stream
 * it would show in Envoy's configuration dump.
 */
function agentConnection({ agent }: BootstrapOptions): Cluster {
  return {
    name: agentCluster,
    type: "STATIC",
    connect_timeout: "1s",
    load_assignment: {
      cluster_name: agentCluster,
      endpoints: [
        {
          lb_endpoints: [
            { endpoint: { address: { socket_address: { address: agent.address, port_value: agent.port } } } },
          ],
        },
      ],
    },
    typed_extension_protocol_options: {
      "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": {
        "@type": "type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
        // Notices within seconds an agent whose machine is gone and never closes the connection.
        explicit_http_config: {
          http2_protocol_options: { connection_keepalive: { interval: "5s", timeout: "5s" } },
        },
        http_filters: [
          {
            name: "envoy.filters.http.credential_injector",
            typed_config: {
              "@type":
                "type.googleapis.com/envoy.extensions.filters.http.credential_injector.v3.CredentialInjector",
              credential: {
                name: "envoy.http.injected_credentials.generic",
                typed_config: {
                  "@type":
                    "type.googleapis.com/envoy.extensions.http.injected_credentials.generic.v3.Generic",
                  credential: { name: agentTokenSecret },
                  header: "x-mesh-token",
                },
              },
            },
          },
          {
            name: "envoy.filters.http.upstream_codec",
            typed_config: {
              "@type": "type.googleapis.com/envoy.extensions.filters.http.upstream_codec.v3.UpstreamCodec",
            },
          },
        ],
      },
    },
  };
}
