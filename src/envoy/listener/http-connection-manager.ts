import type { RequestNormalization } from "../../graph/request-normalization.ts";
import { failedRequestsLog } from "../access-log.ts";
import type { AccessLog } from "../gen/envoy.config.accesslog.v3.ts";
import type { Filter } from "../gen/envoy.config.listener.v3.ts";
import type {
  HttpConnectionManager,
  HttpFilter,
} from "../gen/envoy.extensions.filters.network.http_connection_manager.v3.ts";
import { overAds } from "../secret/tls-context.ts";
import { markedLocalReplies } from "./local-replies.ts";
import { normalizedRequests } from "./request-normalization.ts";

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
  readonly normalization: RequestNormalization;
  /** Undefined for Envoy's own limit of 60. */
  readonly maxRequestHeadersKb?: number;
  /** Requests that failed, unless given. */
  readonly accessLog?: AccessLog;
}

/**
 * The HTTP part of a listener. Routes come over ADS, so that they change without touching the listener and its
 * connections. Paths are normalised before any rule sees them.
 */
export function httpConnectionManager({
  routeConfigName,
  filters,
  callerCertificate,
  normalization,
  maxRequestHeadersKb,
  accessLog = failedRequestsLog,
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
      ...normalizedRequests(normalization),
      ...(maxRequestHeadersKb !== undefined && { max_request_headers_kb: maxRequestHeadersKb }),
      upgrade_configs: [{ upgrade_type: "websocket" }],
      local_reply_config: markedLocalReplies,
      access_log: [accessLog],
    },
  };
}

const router: HttpFilter = {
  name: "envoy.filters.http.router",
  typed_config: { "@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router" },
};
