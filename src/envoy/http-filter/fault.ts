import type { FaultInjection, FaultStatus } from "../../graph/fault-injection.ts";
import { seconds } from "../duration.ts";
import type { TypedPerFilterConfig } from "./per-route-config.ts";
import { fractionOf } from "../fraction.ts";
import type { HttpFilter } from "../gen/envoy.extensions.filters.network.http_connection_manager.v3.ts";

const name = "envoy.filters.http.fault";
const typeUrl = "type.googleapis.com/envoy.extensions.filters.http.fault.v3.HTTPFault";

/** Harms nothing by itself: faults come with routes, so that switching them on and off leaves connections alone. */
export const faultFilter: HttpFilter = { name, typed_config: { "@type": typeUrl } };

/** The faults of a route; nothing when it has none. */
export function faultOfRoute(fault: FaultInjection | undefined): TypedPerFilterConfig {
  if (!fault?.delay && !fault?.abort) return {};
  const { delay, abort } = fault;
  return {
    [name]: {
      "@type": typeUrl,
      ...(delay && {
        delay: { fixed_delay: seconds(delay.durationMs), percentage: fractionOf(delay.percent) },
      }),
      ...(abort && { abort: { ...statusField(abort.status), percentage: fractionOf(abort.percent) } }),
    },
  };
}

function statusField(
  status: FaultStatus,
): { readonly http_status: number } | { readonly grpc_status: number } {
  return status.kind === "http" ? { http_status: status.code } : { grpc_status: status.code };
}
