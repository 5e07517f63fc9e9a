import type { ResolverFailover, ServiceResolver } from "../../config/gen/entries.ts";

/** What a resolver says of failover for a subset, or for the whole service: its own block, else that of all others. */
export function failoverRule(
  resolver: Readonly<ServiceResolver> | undefined,
  subset: string | undefined,
): ResolverFailover | undefined {
  const failover = resolver?.failover;
  return failover?.[subset !== undefined && Object.hasOwn(failover, subset) ? subset : "*"];
}
