import { maxChecksPerInstance, maxOutputLength } from "./catalog-state.ts";
import type { CatalogState, CheckStatus, InstanceReport, ReportedCheck } from "./catalog-state.ts";
import { getInstance, instancesOf, withInstance, withoutInstance } from "./instance-map.ts";

/**
 * - `report`: an instance is alive, and so its checks stand. It holds until `leaseMs` from now; each report replaces the
 *   one before as a whole. Of several checks of one id the last counts; those beyond {@link maxChecksPerInstance} are
 *   dropped.
 * - `release`: an instance has stopped in good order. Unknown ones are left alone.
 * - `expire`: takes notice of the leases that are over.
 */
export type CatalogCommand =
  | {
      readonly kind: "report";
      readonly instanceId: string;
      readonly checks: readonly CheckReport[];
      /** Above zero; some three times the interval between reports, so that a lost one does no harm. */
      readonly leaseMs: number;
    }
  | { readonly kind: "release"; readonly instanceId: string }
  | { readonly kind: "expire" };

export interface CheckReport {
  readonly id: string;
  readonly status: CheckStatus;
  readonly output: string;
}

/** Pure. The same object comes back when nothing changes. */
export function applyCatalog(state: CatalogState, command: CatalogCommand, nowMs: number): CatalogState {
  switch (command.kind) {
    case "report":
      return withReport(state, command.instanceId, {
        checks: keptChecks(command.checks),
        lease: "live",
        expiresAtMs: nowMs + command.leaseMs,
        reportedAtMs: nowMs,
      });
    case "release":
      return release(state, command.instanceId);
    case "expire":
      return expire(state, nowMs);
  }
}

function withReport(state: CatalogState, instanceId: string, report: InstanceReport): CatalogState {
  const next = { ...state, instances: withInstance(state.instances, instanceId, report) };
  return next.instances.size > state.maxInstances ? dropLongestSilent(next, instanceId) : next;
}

function release(state: CatalogState, instanceId: string): CatalogState {
  const report = getInstance(state.instances, instanceId);
  if (!report || report.lease !== "live") return state;
  return { ...state, instances: withInstance(state.instances, instanceId, { ...report, lease: "released" }) };
}

function expire(state: CatalogState, nowMs: number): CatalogState {
  let { instances } = state;
  for (const [id, report] of instancesOf(state.instances)) {
    if (report.lease === "live" && report.expiresAtMs <= nowMs) {
      instances = withInstance(instances, id, { ...report, lease: "expired" });
    }
  }
  return instances === state.instances ? state : { ...state, instances };
}

/**
 * Those that are gone before those that live. A sixteenth at once, so that a flood of made-up instances does not cost a
 * search for each.
 */
function dropLongestSilent(state: CatalogState, except: string): CatalogState {
  const surplus = Math.max(state.instances.size - state.maxInstances, Math.floor(state.maxInstances / 16));
  const candidates = [...instancesOf(state.instances)].filter(([id]) => id !== except).sort(bySilence);
  const instances = candidates
    .slice(0, surplus)
    .reduce((map, [id]) => withoutInstance(map, id), state.instances);
  return { ...state, instances };
}

type Entry = readonly [string, InstanceReport];

function bySilence([idA, a]: Entry, [idB, b]: Entry): number {
  const byLease = Number(a.lease === "live") - Number(b.lease === "live");
  return byLease || a.reportedAtMs - b.reportedAtMs || (idA < idB ? -1 : 1);
}

function keptChecks(checks: readonly CheckReport[]): ReadonlyMap<string, ReportedCheck> {
  const kept = checks.slice(0, maxChecksPerInstance);
  return new Map(kept.map(({ id, status, output }) => [id, { status, output: limitOutput(output) }]));
}

/** Never ends in half a character. */
function limitOutput(text: string): string {
  return text.length <= maxOutputLength
    ? text
    : text.slice(0, maxOutputLength).replace(/[\ud800-\udbff]$/, "");
}
