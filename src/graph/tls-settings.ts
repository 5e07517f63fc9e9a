import type { SourceRange } from "../diagnostics/source-file.ts";

/** Which TLS is spoken one way: towards a sidecar, or from one. */
export interface TlsSettings {
  readonly minVersion: TlsVersion;
  readonly maxVersion: TlsVersion;
  /** Of TLS 1.2 and older, the preferred first; empty for Envoy's own choice. */
  readonly cipherSuites: readonly string[];
  /** The preferred first; empty for Envoy's own choice. */
  readonly ecdhCurves: readonly string[];
  /** Undefined when nothing was said. */
  readonly range: SourceRange | undefined;
}

export const tlsVersions = ["TLSv1_0", "TLSv1_1", "TLSv1_2", "TLSv1_3"] as const;

/** Older versions come first. */
export type TlsVersion = (typeof tlsVersions)[number];
