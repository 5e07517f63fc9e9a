import { missingTokenReply } from "../authorization/token-reply.ts";
import type { AccessLogFilter } from "../gen/envoy.config.accesslog.v3.ts";
import type { RuntimeUInt32 } from "../gen/envoy.config.core.v3.ts";
import type {
  LocalReplyConfig,
  ResponseMapper,
} from "../gen/envoy.extensions.filters.network.http_connection_manager.v3.ts";
import { meshReplyHeader } from "../names.ts";

/**
 * Marks what a sidecar answers by itself, so that a 403 or 503 of the mesh is told apart from one of the application. The
 * mark says what happened and never which rule did it: that stands in the access log alone. The first mark that fits is
 * taken; everything without a name of its own carries the response flags of Envoy, such as `UT` for a timeout.
 */
export const markedLocalReplies: LocalReplyConfig = {
  mappers: [
    missingTokenReply,
    marked({ response_flag_filter: { flags: ["FI"] } }, "fault-injected"),
    marked(statusIs(401), "unauthenticated"),
    marked(statusIs(403), "denied"),
    marked(statusIs(429), "rate-limited"),
    marked(statusIsAtLeast(400), "%RESPONSE_FLAGS%"),
  ],
};

function marked(filter: AccessLogFilter, mark: string): ResponseMapper {
  return {
    filter,
    headers_to_add: [
      { header: { key: meshReplyHeader, value: mark }, append_action: "OVERWRITE_IF_EXISTS_OR_ADD" },
    ],
  };
}

function statusIs(status: number): AccessLogFilter {
  return { status_code_filter: { comparison: { value: comparedStatus(status) } } };
}

function statusIsAtLeast(status: number): AccessLogFilter {
  return { status_code_filter: { comparison: { op: "GE", value: comparedStatus(status) } } };
}

/** Envoy wants a runtime key; nothing sets it. */
function comparedStatus(status: number): RuntimeUInt32 {
  return { default_value: status, runtime_key: `mesh.local_reply.${status}` };
}
