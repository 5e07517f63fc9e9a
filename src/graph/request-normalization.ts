/** What happens to every request that enters a sidecar, before any rule judges it. */
export interface RequestNormalization {
  /** Whether `..` and the like are resolved. */
  readonly normalizePath: boolean;
  readonly mergeSlashes: boolean;
  /** What happens to `%2F` and `%5C` in paths. */
  readonly escapedSlashes: "keep" | "reject" | "unescape-and-redirect" | "unescape-and-forward";
  readonly headersWithUnderscores: "allow" | "reject" | "drop";
}
