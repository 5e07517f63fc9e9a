import { booleanAt, listAt, objectAt, oneOfAt, stringAt } from "../platform/json-shape.ts";
import { applyCatalog } from "./apply-catalog.ts";
import type { CheckReport } from "./apply-catalog.ts";
import { emptyCatalog } from "./catalog-state.ts";
import type { CatalogState, CheckStatus } from "./catalog-state.ts";
import { instancesOf } from "./instance-map.ts";

/** What is kept of an instance over a restart, as JSON: its last word, without times, which nobody kept counting. */
export interface RememberedInstance {
  readonly id: string;
  /** Whether it had left, or its lease was over. */
  readonly gone: boolean;
  readonly checks: readonly CheckReport[];
}

/** All instances of a catalog, sorted by id. */
export function rememberedInstances({ instances }: CatalogState): readonly RememberedInstance[] {
  return [...instancesOf(instances)]
    .map(([id, { lease, checks }]) => ({
      id,
      gone: lease !== "live",
      checks: [...checks].map(([checkId, check]) => ({ id: checkId, ...check })),
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** A catalog that begins with the last word of these instances. It holds until `leaseMs` from now. */
export function recalledCatalog(
  remembered: readonly RememberedInstance[],
  { nowMs, leaseMs }: { readonly nowMs: number; readonly leaseMs: number },
): CatalogState {
  return remembered.reduce((state, { id: instanceId, gone, checks }) => {
    const next = applyCatalog(state, { kind: "report", instanceId, checks, leaseMs }, nowMs);
    return gone ? applyCatalog(next, { kind: "release", instanceId }, nowMs) : next;
  }, emptyCatalog());
}

/**
 * Gives parsed JSON its type.
 * @throws MalformedJson
 */
export function decodeRememberedInstances(value: unknown): readonly RememberedInstance[] {
  return listAt(value, "instances").map((item, index) => {
    const at = `instances[${index}]`;
    const { id, gone, checks } = objectAt(item, at);
    return {
      id: stringAt(id, `${at}.id`),
      gone: booleanAt(gone, `${at}.gone`),
      checks: listAt(checks, `${at}.checks`).map((check, nth) =>
        decodeCheckReport(check, `${at}.checks[${nth}]`),
      ),
    };
  });
}

const statuses: readonly CheckStatus[] = ["passing", "warning", "critical"];

function decodeCheckReport(value: unknown, at: string): CheckReport {
  const { id, status, output } = objectAt(value, at);
  return {
    id: stringAt(id, `${at}.id`),
    status: oneOfAt(status, statuses, `${at}.status`),
    output: stringAt(output, `${at}.output`),
  };
}
