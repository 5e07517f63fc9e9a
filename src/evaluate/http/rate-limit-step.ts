import type { LocalRateLimit } from "../../envoy/gen/envoy.extensions.filters.http.local_ratelimit.v3.ts";
import type { FilterStep, RateLimit } from "./filter-pass.ts";
import { milliseconds, shareOf } from "./route-policy.ts";

/** Notes a limit: whether it refuses a request depends on those before it, which the resources do not tell. */
export function rateLimitStep({
  token_bucket,
  filter_enabled,
  filter_enforced,
  status,
}: LocalRateLimit): FilterStep {
  const isEnforced = [filter_enabled, filter_enforced].every(
    (fraction) => fraction?.default_value && shareOf(fraction.default_value) > 0,
  );
  if (!token_bucket || !isEnforced) return () => undefined;
  const limit: RateLimit = {
    maxTokens: token_bucket.max_tokens ?? 0,
    tokensPerFill: token_bucket.tokens_per_fill ?? 1,
    fillIntervalMs: milliseconds(token_bucket.fill_interval) ?? 0,
    status: status?.code === "ServiceUnavailable" ? 503 : 429,
  };
  return (pass) => {
    pass.limits.push(limit);
    pass.view.assume("The rate limit was taken not to be reached.");
  };
}
