import type { SourceRange } from "../diagnostics/source-file.ts";

/** A bucket of tokens, one for each request; what finds it empty is answered 429. */
export interface RequestRate {
  readonly requestsPerSecond: number;
  /** How many tokens the bucket holds. */
  readonly maxBurst: number;
}

/** How many requests each instance of a service takes. */
export interface InstanceRateLimits {
  /** For the requests that none of {@link routes} matches; undefined for any number. */
  readonly rate: RequestRate | undefined;
  /** Tried in order; each has a bucket of its own. */
  readonly routes: readonly RouteRateLimit[];
  readonly range: SourceRange;
}

export interface RouteRateLimit {
  readonly path: RateLimitPath;
  readonly rate: RequestRate;
  readonly range: SourceRange;
}

/** The path without its query string. A regex is RE2's and matches the whole of it. */
export interface RateLimitPath {
  readonly kind: "exact" | "prefix" | "regex";
  readonly value: string;
}
