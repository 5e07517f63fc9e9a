import type { SourceRange } from "../diagnostics/source-file.ts";
import type { LoadBalancer } from "./load-balancer.ts";
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
  /** How long a connection to an instance may take to open, unless the caller says otherwise. */
  readonly connectTimeoutMs: number;
  /** How long a whole request may take where no route says otherwise, 0 for any time. Undefined: the default of its protocol. */
  readonly requestTimeoutMs: number | undefined;
  readonly loadBalancer: LoadBalancer;
  /** Whether a caller prefers the instances near it. */
  readonly prefersNear: boolean;
  /** In which order the targets are tried that stand in for this one. */
  readonly failoverOrder: FailoverOrder;
  /** The service, and the resolver or its subset. */
  readonly origins: readonly SourceRange[];
}

export type FailoverOrder =
  | { readonly mode: "sequential" }
  /** Nearest to the caller first; of other regions than its own, these in this order before the rest. */
  | { readonly mode: "order-by-locality"; readonly regions: readonly string[] };

/** Unique among targets: `subset.service`, or the service alone. */
export function targetKey({ service, subset }: Pick<Target, "service" | "subset">): string {
  return subset === undefined ? service : `${subset}.${service}`;
}
