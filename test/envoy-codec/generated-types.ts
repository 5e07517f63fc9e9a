// Checked by `tsc` alone: every line that must not compile says why. A directive above a line that does compile is an
// error too, so none of these can go stale.
import { defineResource } from "../../src/envoy/define-resource.ts";
import type { Any } from "../../src/envoy/gen/any.ts";
import type { Cluster } from "../../src/envoy/gen/envoy.config.cluster.v3.ts";
import type { Filter, Listener } from "../../src/envoy/gen/envoy.config.listener.v3.ts";
import { typeUrls } from "../../src/envoy/resource.ts";

export const accepted: Cluster = { name: "api", type: "EDS", connect_timeout: "0.25s" };

// @ts-expect-error misspelt field
export const misspeltField: Cluster = { nam: "api" };

// @ts-expect-error no name of the enum
export const unknownEnumName: Cluster = { type: "DNS" };

// @ts-expect-error a duration ends in "s"
export const minutes: Cluster = { connect_timeout: "5m" };

// @ts-expect-error a duration is no number
export const bareNumber: Cluster = { connect_timeout: 5 };

// @ts-expect-error a message without fields takes none
export const fieldOfEmptyMessage: Cluster = { eds_cluster_config: { eds_config: { ads: { name: "ads" } } } };

// @ts-expect-error null is no value
export const nullField: Cluster = { name: null };

// @ts-expect-error no such type
export const unknownType: Any = { "@type": "type.googleapis.com/envoy.config.cluster.v3.Clutser" };

export const misspeltInAny: Any = {
  "@type": "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext",
  // @ts-expect-error misspelt field inside an Any
  server_name: "api",
};

export const fieldOfEmptyMessageInAny: Any = {
  "@type": "type.googleapis.com/envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer",
  // @ts-expect-error the message has no fields
  buffer_size: 1,
};

export const misspeltInNestedAny: Filter = {
  name: "http_connection_manager",
  typed_config: {
    "@type":
      "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
    stat_prefix: "inbound",
    http_filters: [
      {
        name: "rbac",
        typed_config: {
          "@type": "type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC",
          // @ts-expect-error misspelt field two Any deep
          mather: {},
        },
      },
    ],
  },
};

const listener: Listener = { name: "inbound" };

// @ts-expect-error data is read-only
listener.name = "outbound";

defineResource({
  name: "api",
  typeUrl: typeUrls.cluster,
  // @ts-expect-error a message of another type
  message: { cluster_name: "api" },
  origins: [],
});
