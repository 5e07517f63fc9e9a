import type { ResponseMapper } from "../gen/envoy.extensions.filters.network.http_connection_manager.v3.ts";
import { meshReplyHeader, noValidTokenSuffix } from "../names.ts";

/**
 * A request that was refused for want of a token is answered 401, and told what to bring (RFC 9110, section 15.5.2).
 * It stands in every connection manager, so that asking for tokens does not change it.
 */
export const missingTokenReply: ResponseMapper = {
  filter: {
    extension_filter: {
      name: "envoy.access_loggers.extension_filters.cel",
      typed_config: {
        "@type": "type.googleapis.com/envoy.extensions.access_loggers.filters.cel.v3.ExpressionFilter",
        expression: `response.code_details.endsWith("${noValidTokenSuffix}]")`,
      },
    },
  },
  status_code: 401,
  body: { inline_string: "A valid token is needed." },
  headers_to_add: [
    { header: { key: "www-authenticate", value: "Bearer" } },
    {
      header: { key: meshReplyHeader, value: "unauthenticated" },
      append_action: "OVERWRITE_IF_EXISTS_OR_ADD",
    },
  ],
};
