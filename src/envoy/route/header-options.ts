import type { HeaderChanges, HeaderField } from "../../graph/chain-route.ts";
import type { HeaderValueOption } from "../gen/envoy.config.core.v3.ts";
import type { Route } from "../gen/envoy.config.route.v3.ts";

type HeaderOptions = Pick<
  Route,
  | "request_headers_to_add"
  | "request_headers_to_remove"
  | "response_headers_to_add"
  | "response_headers_to_remove"
>;

/** Changes to headers, as routes and the clusters of a split have them. */
export function headerOptions({
  requestHeaders,
  responseHeaders,
}: {
  readonly requestHeaders: HeaderChanges;
  readonly responseHeaders: HeaderChanges;
}): HeaderOptions {
  const toRequest = valueOptions(requestHeaders);
  const toResponse = valueOptions(responseHeaders);
  return {
    ...(toRequest.length > 0 && { request_headers_to_add: toRequest }),
    ...(requestHeaders.remove.length > 0 && { request_headers_to_remove: requestHeaders.remove }),
    ...(toResponse.length > 0 && { response_headers_to_add: toResponse }),
    ...(responseHeaders.remove.length > 0 && { response_headers_to_remove: responseHeaders.remove }),
  };
}

function valueOptions({ add, set }: HeaderChanges): readonly HeaderValueOption[] {
  return [
    ...add.map((field) => valueOption(field, "APPEND_IF_EXISTS_OR_ADD")),
    ...set.map((field) => valueOption(field, "OVERWRITE_IF_EXISTS_OR_ADD")),
  ];
}

function valueOption(
  { name, value }: HeaderField,
  action: NonNullable<HeaderValueOption["append_action"]>,
): HeaderValueOption {
  return {
    // Envoy takes a percent sign for the beginning of a command, and two for one.
    header: { key: name, value: value.replaceAll("%", "%%") },
    append_action: action,
    ...(value === "" && { keep_empty_value: true }),
  };
}
