import type { CatalogState, InstanceReport } from "./catalog-state.ts";
import { differingIds, getInstance, instancesOf } from "./instance-map.ts";

/** `unknown`: nothing has been heard of a check since the agent started, so its instance may be well or not. */
export type InstanceHealth = "passing" | "warning" | "critical" | "unknown";

/**
 * The worst of an instance's expected checks, as of `nowMs`.
 *
 * - A lease that is over, or a release, is critical.
 * - An expected check nobody has reported is `unknown`: worse than a warning, better than critical.
 * - A reported check that is not expected does not count: the documents decide what an instance is judged by.
 * - An instance without checks that never reported is passing, as in Consul.
 */
export function instanceHealth(
  state: CatalogState,
  { instanceId, expectedCheckIds, nowMs }: InstanceHealthQuery,
): InstanceHealth {
  const report = getInstance(state.instances, instanceId);
  if (report && !isLive(report, nowMs)) return "critical";
  const healths = expectedCheckIds.map((id): InstanceHealth => report?.checks.get(id)?.status ?? "unknown");
  return worstFirst.find((health) => healths.includes(health)) ?? "passing";
}

export interface InstanceHealthQuery {
  readonly instanceId: string;
  /** The ids of the checks the documents declare. */
  readonly expectedCheckIds: readonly string[];
  /** Milliseconds since the Unix epoch. */
  readonly nowMs: number;
}

const worstFirst: readonly InstanceHealth[] = ["critical", "unknown", "warning", "passing"];

/** The instances whose health may differ between two states, sorted; a renewed lease and new output alone do not count. */
export function changedInstances(before: CatalogState, after: CatalogState): readonly string[] {
  return differingIds(before.instances, after.instances).filter(
    (id) => !isSameHealth(getInstance(before.instances, id), getInstance(after.instances, id)),
  );
}

/** When the next lease is over, in milliseconds since the Unix epoch; undefined when none runs. */
export function nextExpiry(state: CatalogState): number | undefined {
  let next: number | undefined;
  for (const [, report] of instancesOf(state.instances)) {
    if (report.lease === "live" && (next === undefined || report.expiresAtMs < next))
      next = report.expiresAtMs;
  }
  return next;
}

function isLive(report: InstanceReport, nowMs: number): boolean {
  return report.lease === "live" && nowMs < report.expiresAtMs;
}

function isSameHealth(before: InstanceReport | undefined, after: InstanceReport | undefined): boolean {
  if (!before || !after) return before === after;
  const gone = [before, after].filter((report) => report.lease !== "live").length;
  // Two that are gone are critical, whichever way they went.
  if (gone > 0) return gone === 2;
  if (before.checks.size !== after.checks.size) return false;
  return [...before.checks].every(([id, check]) => after.checks.get(id)?.status === check.status);
}
