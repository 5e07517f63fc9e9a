import type { RateLimits, RouteRateLimit as RouteEntry } from "../../config/gen/entries.ts";
import type { SourceRange } from "../../diagnostics/source-file.ts";
import type { InstanceRateLimits, RateLimitPath, RequestRate, RouteRateLimit } from "../rate-limit.ts";
import type { RangeWithin } from "./setting-layers.ts";

export function linkRateLimits(
  { instance_level: level }: RateLimits,
  rangeWithin: RangeWithin,
): InstanceRateLimits | undefined {
  if (!level) return undefined;
  return {
    rate: requestRate(level),
    routes: (level.routes ?? []).flatMap((route, index) =>
      routeRateLimit(route, rangeWithin("instance_level", "routes", index)),
    ),
    range: rangeWithin("instance_level"),
  };
}

/** A bucket holds a second's requests unless something else is said. */
export function requestRate(limit: {
  readonly requests_per_second?: number;
  readonly requests_max_burst?: number;
}): RequestRate | undefined {
  const { requests_per_second: requestsPerSecond, requests_max_burst: maxBurst } = limit;
  if (requestsPerSecond === undefined) return undefined;
  return { requestsPerSecond, maxBurst: maxBurst ?? requestsPerSecond };
}

/** A check reports a limit without a path or a rate. */
function routeRateLimit(route: RouteEntry, range: SourceRange): readonly RouteRateLimit[] {
  const path = rateLimitPath(route);
  const rate = requestRate(route);
  return path && rate ? [{ path, rate, range }] : [];
}

function rateLimitPath(route: RouteEntry): RateLimitPath | undefined {
  const { path_exact: exact, path_prefix: prefix, path_regex: regex } = route;
  if (exact !== undefined) return { kind: "exact", value: exact };
  if (prefix !== undefined) return { kind: "prefix", value: prefix };
  return regex === undefined ? undefined : { kind: "regex", value: regex };
}
