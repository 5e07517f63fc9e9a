import type { SourceRange } from "../diagnostics/source-file.ts";
import type { ChainDestination, ChainSplit } from "./discovery-chain.ts";
import type { FaultInjection } from "./fault-injection.ts";
import type { HeaderMatch, PathMatch } from "./intention-rule.ts";
import type { RequestRate } from "./rate-limit.ts";

/** Requests of a chain that its router tells apart, and what happens to them. */
export interface ChainRoute {
  readonly match: RequestMatch;
  readonly splits: readonly ChainSplit[];
  /** Takes the place of the matched prefix, or of the whole path where the whole path was matched. */
  readonly prefixRewrite: string | undefined;
  /** The whole request with its retries; 0 for any time. Undefined: as long as the target that a request goes to says. */
  readonly timeoutMs: number | undefined;
  /** Without a byte in either direction; 0 for any time. Undefined: Envoy's default. */
  readonly idleTimeoutMs: number | undefined;
  readonly retry: RetryPolicy | undefined;
  readonly requestHeaders: HeaderChanges;
  readonly responseHeaders: HeaderChanges;
  readonly fault: FaultInjection | undefined;
  /** Of each calling sidecar alone. */
  readonly rateLimit: RequestRate | undefined;
  readonly mirror: Mirror | undefined;
  readonly range: SourceRange;
}

/** What a request has: all that is given. */
export interface RequestMatch {
  /** Undefined for any path. */
  readonly path: PathMatch | undefined;
  readonly pathIgnoresCase: boolean;
  readonly headers: readonly HeaderMatch[];
  readonly queryParameters: readonly QueryParameterMatch[];
  /** Upper-case, each once; empty for any method. */
  readonly methods: readonly string[];
}

export interface QueryParameterMatch {
  readonly name: string;
  readonly test: { readonly kind: "present" } | { readonly kind: "exact" | "regex"; readonly value: string };
}

export interface RetryPolicy {
  /** Envoy's names of conditions, each once; never empty. */
  readonly on: readonly string[];
  readonly statusCodes: readonly number[];
  /** After the first try. Undefined: one. */
  readonly retries: number | undefined;
}

/** Removals come first, and names are in lower case, sorted. */
export interface HeaderChanges {
  readonly add: readonly HeaderField[];
  readonly set: readonly HeaderField[];
  readonly remove: readonly string[];
}

export interface HeaderField {
  readonly name: string;
  readonly value: string;
}

export const noHeaderChanges: HeaderChanges = { add: [], set: [], remove: [] };

/** Copies of requests for another service, whose answers nobody waits for. */
export interface Mirror {
  readonly destination: ChainDestination;
  readonly percent: number;
}
