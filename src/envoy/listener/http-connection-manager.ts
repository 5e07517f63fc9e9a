import { failedRequestsLog } from "../access-log.ts";
import type { Filter } from "../gen/envoy.config.listener.v3.ts";
import type {
  HttpConnectionManager,
  HttpFilter,
} from "../gen/envoy.extensions.filters.network.http_connection_manager.v3.ts";
import { overAds } from "../secret/tls-context.ts";

export interface HttpConnectionManagerOptions {
  /** Also the prefix of the listener's metrics. */
  readonly routeConfigName: string;
  /** Run in this order, before the router. */
  readonly filters: readonly HttpFilter[];
  /** Inbound tells the application who calls; outbound takes away what the application claims about itself. */
  readonly callerCertificate: Pick<
    HttpConnectionManager,
    "forward_client_cert_details" | "set_current_client_cert_details"
  >;
}

/**
 * The HTTP part of a listener. Routes come over ADS, so that they change without touching the listener and its
 * connections. Paths are normalised before any rule sees them: `/a/../b` and `//b` dodge nothing.
 */
export function httpConnectionManager({
  routeConfigName,
  filters,
  callerCertificate,
}: HttpConnectionManagerOptions): Filter {
  return {
    name: "envoy.filters.network.http_connection_manager",
    typed_config: {
      "@type":
        "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
      stat_prefix: routeConfigName,
      rds: { route_config_name: routeConfigName, config_source: overAds },
      http_filters: [...filters, router],
      ...callerCertificate,
      normalize_path: true,
      merge_slashes: true,
      upgrade_configs: [{ upgrade_type: "websocket" }],
      access_log: [failedRequestsLog],
    },
  };
}

const router: HttpFilter = {
  name: "envoy.filters.http.router",
  typed_config: { "@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router" },
};
