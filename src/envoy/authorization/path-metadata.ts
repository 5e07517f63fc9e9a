import type { TypedPerFilterConfig } from "../http-filter/per-route-config.ts";
import type { HttpFilter } from "../gen/envoy.extensions.filters.network.http_connection_manager.v3.ts";
import type { MetadataPlace } from "./metadata-predicate.ts";

const name = "envoy.filters.http.header_to_metadata";
const typeUrl = "type.googleapis.com/envoy.extensions.filters.http.header_to_metadata.v3.Config";

/** Where rules find the path of a request without its query string. */
export const pathMetadata: MetadataPlace = { namespace: "mesh.request", path: ["path"] };

/** Copies nothing by itself: routes whose rules need the path say so. */
export const pathMetadataFilter: HttpFilter = { name, typed_config: { "@type": typeUrl } };

/** Copies the path without its query string to where rules find it. */
export const copyPath: TypedPerFilterConfig = {
  [name]: {
    "@type": typeUrl,
    request_rules: [
      {
        header: ":path",
        on_header_present: {
          metadata_namespace: pathMetadata.namespace,
          key: "path",
          regex_value_rewrite: { pattern: { regex: "\\?.*" } },
        },
      },
    ],
  },
};
