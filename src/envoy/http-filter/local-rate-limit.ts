import type { Protocol } from "../../graph/mesh-graph.ts";
import type { RequestRate } from "../../graph/rate-limit.ts";
import type { HttpFilter } from "../gen/envoy.extensions.filters.network.http_connection_manager.v3.ts";
import type { TypedPerFilterConfig } from "./per-route-config.ts";

const name = "envoy.filters.http.local_ratelimit";
const typeUrl = "type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit";
const statPrefix = "http_local_rate_limiter";

/** Limits nothing by itself: limits come with routes, so that changing them leaves connections alone. */
export const localRateLimitFilter: HttpFilter = {
  name,
  typed_config: { "@type": typeUrl, stat_prefix: statPrefix },
};

/** The limit of a route; nothing when it has none. A call of grpc beyond it is told RESOURCE_EXHAUSTED. */
export function rateLimitOfRoute(rate: RequestRate | undefined, protocol: Protocol): TypedPerFilterConfig {
  if (!rate) return {};
  const always = { default_value: { numerator: 100 } };
  return {
    [name]: {
      "@type": typeUrl,
      stat_prefix: statPrefix,
      token_bucket: {
        max_tokens: rate.maxBurst,
        tokens_per_fill: rate.requestsPerSecond,
        fill_interval: "1s",
      },
      // Envoy neither counts nor refuses unless told to.
      filter_enabled: always,
      filter_enforced: always,
      ...(protocol === "grpc" && { rate_limited_as_resource_exhausted: true }),
    },
  };
}
