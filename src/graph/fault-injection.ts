/** Failures made on purpose, to see how callers take them. Each part strikes its share of the requests by itself. */
export interface FaultInjection {
  readonly delay: { readonly durationMs: number; readonly percent: number } | undefined;
  readonly abort: { readonly status: FaultStatus; readonly percent: number } | undefined;
}

/** What an aborted request is answered with. */
export type FaultStatus =
  { readonly kind: "http"; readonly code: number } | { readonly kind: "grpc"; readonly code: number };
