import type { SourceRange } from "../../../diagnostics/source-file.ts";
import type { DiscoveryChain } from "../../discovery-chain.ts";
import type { EntryIndex } from "../../link/entry-index.ts";
import { isHttpLike } from "../../mesh-graph.ts";
import type { Target } from "../../target.ts";

/** How long some of the requests of a chain may take. */
export interface CallTimeout {
  /** Infinity for any time. */
  readonly ms: number;
  /** Finds where it was given; undefined for what holds when nothing is said. */
  readonly findRange: (() => SourceRange) | undefined;
  /** Where the requests go that it holds for. */
  readonly target: Target;
}

/** Envoy's own, of requests that nothing is said about; calls of grpc have a deadline of their own. */
const defaultTimeoutMs = 15_000;

/** The timeouts of a chain's requests: for each route, and for what no route takes, that of each target. */
export function callTimeouts(chain: DiscoveryChain, index: EntryIndex): readonly CallTimeout[] {
  if (!isHttpLike(chain.protocol)) return [];
  const router = index.routers.get(chain.service);
  const ofRoutes = chain.routes.flatMap((route, position) =>
    route.splits.map(({ target }) =>
      route.timeoutMs === undefined
        ? ofTarget(target, chain, index)
        : {
            ms: unlimitedWhenZero(route.timeoutMs),
            findRange: router && (() => router.rangeAt("routes", position, "destination", "request_timeout")),
            target,
          },
    ),
  );
  return [...ofRoutes, ...chain.splits.map(({ target }) => ofTarget(target, chain, index))];
}

function ofTarget(target: Target, { protocol }: DiscoveryChain, index: EntryIndex): CallTimeout {
  const { requestTimeoutMs: given } = target;
  if (given === undefined)
    return { ms: protocol === "grpc" ? Infinity : defaultTimeoutMs, findRange: undefined, target };
  const resolver = index.resolvers.get(target.service);
  return {
    ms: unlimitedWhenZero(given),
    findRange: resolver && (() => resolver.rangeAt("request_timeout")),
    target,
  };
}

function unlimitedWhenZero(ms: number): number {
  return ms === 0 ? Infinity : ms;
}

/** `1500ms`, `3s`, or words for any time. */
export function writtenTimeout(ms: number): string {
  if (ms === Infinity) return "any time";
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
}
