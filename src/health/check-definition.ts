/** A check as the documents declare it, with every default filled in. */
export type CheckDefinition = CheckTiming & CheckTarget;

export interface CheckTiming {
  /** Unique within the instance. */
  readonly id: string;
  /** From the end of one run to the start of the next. */
  readonly intervalMs: number;
  /** A run that takes longer counts as failed. */
  readonly timeoutMs: number;
  /** So many successes in a row until the check passes; 0, the default, and 1 let the first one decide. */
  readonly successBeforePassing: number;
  /** So many failures in a row until the check is critical; 0, the default, and 1 let the first one decide. */
  readonly failuresBeforeCritical: number;
}

export type CheckTarget =
  { readonly type: "http"; readonly http: HttpTarget } | { readonly type: "tcp"; readonly tcp: TcpTarget };

/** Passing on 2xx, warning on 429, critical on anything else. Redirects are not followed, other than in Consul. */
export interface HttpTarget {
  /** http or https. */
  readonly url: string;
  readonly method: string;
  /** `host` overrides the one of the URL. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
  /** Whether any certificate will do; false when absent. */
  readonly tlsSkipVerify?: boolean;
}

/** Passing when a connection can be opened. */
export interface TcpTarget {
  readonly host: string;
  readonly port: number;
}

/** In Consul's words and order, best first. */
export type CheckStatus = "passing" | "warning" | "critical";

/** What one run found. */
export interface ProbeResult {
  readonly status: CheckStatus;
  /** For people: at most {@link maxOutputLength} characters. */
  readonly output: string;
}

/** As in Consul: enough for an error page's beginning. In UTF-16 code units. */
export const maxOutputLength = 4096;
