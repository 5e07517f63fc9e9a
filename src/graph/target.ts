import type { SourceRange } from "../diagnostics/source-file.ts";
import type { Instance } from "./mesh-graph.ts";

/** A set of instances that requests can be sent to: a service, or one of its subsets. */
export interface Target {
  readonly service: string;
  /** Undefined for the whole service. */
  readonly subset: string | undefined;
  /** Sorted by id. */
  readonly instances: readonly Instance[];
  /** Whether instances whose checks warn are left out. */
  readonly onlyPassing: boolean;
  /** How long a connection to an instance may take to open. */
  readonly connectTimeoutMs: number;
  /** The service, and the resolver or its subset. */
  readonly origins: readonly SourceRange[];
}

/** Unique among targets: `subset.service`, or the service alone. */
export function targetKey({ service, subset }: Pick<Target, "service" | "subset">): string {
  return subset === undefined ? service : `${subset}.${service}`;
}
