import type { ApiInstance } from "../client/api-types.ts";
import type { Instance } from "../graph/mesh-graph.ts";

/** An instance as its sidecar needs to know it: what to check, and how. */
export function describeInstance({ id, service, checks }: Instance): ApiInstance {
  return {
    id,
    service,
    checks: checks.map((check) => ({
      id: check.id,
      target: check.target,
      interval_ms: check.intervalMs,
      timeout_ms: check.timeoutMs,
      success_before_passing: check.successBeforePassing,
      failures_before_critical: check.failuresBeforeCritical,
    })),
  };
}
