import type { RequestNormalization } from "../../graph/request-normalization.ts";
import type {
  HttpConnectionManager,
  HttpConnectionManager_PathWithEscapedSlashesAction,
} from "../gen/envoy.extensions.filters.network.http_connection_manager.v3.ts";

/**
 * What happens to a request before any rule judges it. Unless the mesh says otherwise, `/a/../b` and `//b` dodge nothing,
 * and escaped slashes are left for the intentions to refuse where they judge paths.
 */
export function normalizedRequests({
  normalizePath,
  mergeSlashes,
  escapedSlashes,
  headersWithUnderscores,
}: RequestNormalization): Partial<HttpConnectionManager> {
  return {
    normalize_path: normalizePath,
    ...(mergeSlashes && { merge_slashes: true }),
    ...(escapedSlashes !== "keep" && {
      path_with_escaped_slashes_action: escapedSlashesActions[escapedSlashes],
    }),
    ...(headersWithUnderscores !== "allow" && {
      common_http_protocol_options: {
        headers_with_underscores_action: headersWithUnderscores === "drop" ? "DROP_HEADER" : "REJECT_REQUEST",
      },
    }),
  };
}

const escapedSlashesActions = {
  reject: "REJECT_REQUEST",
  "unescape-and-redirect": "UNESCAPE_AND_REDIRECT",
  "unescape-and-forward": "UNESCAPE_AND_FORWARD",
} as const satisfies Record<string, HttpConnectionManager_PathWithEscapedSlashesAction>;
