import type { InstanceMap } from "./instance-map.ts";
import { emptyInstanceMap } from "./instance-map.ts";

/** What instances have last said about themselves. Immutable; `applyCatalog` makes the next. */
export interface CatalogState {
  readonly maxInstances: number;
  readonly instances: InstanceMap<InstanceReport>;
}

export interface InstanceReport {
  /** By check id. */
  readonly checks: ReadonlyMap<string, ReportedCheck>;
  /**
   * `live` until `expiresAtMs`; `released` after an orderly stop; `expired` once the lease's end has been taken notice
   * of. The last two are kept, because "was here and left" is critical and "was never here" is not.
   */
  readonly lease: "live" | "released" | "expired";
  /** Milliseconds since the Unix epoch. */
  readonly expiresAtMs: number;
  /** When it last spoke; milliseconds since the Unix epoch. */
  readonly reportedAtMs: number;
}

export interface ReportedCheck {
  readonly status: CheckStatus;
  /** For people: at most {@link maxOutputLength} characters. */
  readonly output: string;
}

/** In Consul's words, best first. */
export type CheckStatus = "passing" | "warning" | "critical";

/** As much of a check's output as is kept, in UTF-16 code units: the 4 KiB of Consul. */
export const maxOutputLength = 4096;
/** As many checks of one instance as are kept. */
export const maxChecksPerInstance = 64;
/** As many instances as are kept by default, declared or not. */
export const defaultMaxInstances = 10_000;

/**
 * Instances need not be declared to report: an agent that starts again learns the health of the mesh before its
 * documents. The bound keeps reports of made-up instances from filling the memory; the longest silent go first.
 */
export function emptyCatalog(maxInstances: number = defaultMaxInstances): CatalogState {
  return { maxInstances, instances: emptyInstanceMap() };
}
