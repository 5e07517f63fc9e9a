import type { SourceRange } from "../diagnostics/source-file.ts";
import type { Protocol } from "./mesh-graph.ts";
import type { Target } from "./target.ts";

/**
 * How requests for a service find instances: shares of targets, each with the targets that stand in for it.
 *
 * Nested splitters are flattened, redirects and default subsets followed, as Consul compiles its chains.
 */
export interface DiscoveryChain {
  /** The service asked for. */
  readonly service: string;
  readonly protocol: Protocol;
  /** One share of 100 for a chain without a splitter. Weights are percent in steps of 0.01 and add up to 100. */
  readonly splits: readonly ChainSplit[];
  /** The blocks the chain was made from: the splitter, or the service when there is none. */
  readonly origins: readonly SourceRange[];
}

export interface ChainSplit {
  readonly weight: number;
  readonly target: Target;
  /** Tried in order while the target has no healthy instance. */
  readonly failover: readonly Target[];
  readonly range: SourceRange;
}
