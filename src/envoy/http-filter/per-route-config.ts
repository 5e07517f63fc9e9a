import type { Route } from "../gen/envoy.config.route.v3.ts";

/** What a route tells the HTTP filters of its listener, by filter name. */
export type TypedPerFilterConfig = NonNullable<Route["typed_per_filter_config"]>;

/** All of a route's, as the field that holds it; no field when there is nothing to tell. */
export function perRouteConfig(
  ...parts: readonly TypedPerFilterConfig[]
): Pick<Route, "typed_per_filter_config"> {
  const merged = Object.fromEntries(parts.flatMap((part) => Object.entries(part)));
  return Object.keys(merged).length > 0 ? { typed_per_filter_config: merged } : {};
}
