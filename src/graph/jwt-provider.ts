import type { SourceRange } from "../diagnostics/source-file.ts";

/** An issuer of JSON Web Tokens (RFC 7519), and how its tokens are found in requests and verified. */
export interface JwtProvider {
  readonly name: string;
  /** The `iss` of its tokens. */
  readonly issuer: string;
  /** A token's `aud` has one of them; empty where any will do. */
  readonly audiences: readonly string[];
  readonly keys: KeySource;
  /** Where requests bring tokens; empty for the usual places, `Authorization: Bearer` and the query's `access_token`. */
  readonly locations: readonly TokenLocation[];
  /** Whether a verified token stays in the request; otherwise the application does not get to see it. */
  readonly keepsToken: boolean;
  /** The header in which the application gets a verified token's payload, as base64url. */
  readonly payloadHeader: { readonly name: string; readonly padded: boolean } | undefined;
  readonly clockSkewSeconds: number;
  /** How many verified tokens each worker of a proxy remembers; 0 for none. */
  readonly cacheSize: number;
  readonly range: SourceRange;
}

export interface TokenLocation {
  readonly kind: "header" | "query" | "cookie";
  readonly name: string;
  /** What stands before the token; of headers alone. */
  readonly prefix: string;
}

/** The keys (RFC 7517) that sign the tokens. */
export type KeySource =
  | { readonly kind: "inline"; readonly keySet: string }
  /** Read by the proxy, on its machine. */
  | { readonly kind: "file"; readonly filename: string }
  | { readonly kind: "remote"; readonly remote: RemoteKeys };

export interface RemoteKeys {
  /** Where they are fetched, by http or https. */
  readonly uri: string;
  readonly requestTimeoutMs: number;
  /** How long they are used before they are fetched anew. */
  readonly cacheDurationMs: number;
  /** Whether a listener opens before the first keys are there; requests wait for them then. */
  readonly opensBeforeKeys: boolean;
  readonly retries: {
    readonly count: number;
    readonly baseIntervalMs: number;
    readonly maxIntervalMs: number;
  };
  readonly connection: {
    readonly discovery: "STATIC" | "STRICT_DNS" | "LOGICAL_DNS";
    readonly connectTimeoutMs: number;
    /** Whether the host is named in the TLS handshake. */
    readonly namesHost: boolean;
    /** Undefined for the authorities that the proxy's machine trusts. */
    readonly trustedAuthorities: TrustedAuthorities | undefined;
  };
}

/** Certificate authorities as PEM: themselves, or where the proxy finds them. */
export type TrustedAuthorities =
  | { readonly kind: "text"; readonly pem: string }
  | { readonly kind: "bytes"; readonly base64: string }
  | { readonly kind: "file"; readonly filename: string }
  | { readonly kind: "environment"; readonly variable: string };

/** A token that a request must bring: of any of these providers, with all the claims named there. */
export interface TokenRequirement {
  readonly anyOf: readonly ProviderRequirement[];
  readonly range: SourceRange;
}

export interface ProviderRequirement {
  readonly provider: string;
  readonly claims: readonly ClaimMatch[];
}

/**
 * A claim of a token: equal to the value, or a list that has it. A claim that is a number or a truth value is equal to
 * what it is in writing, such as `true`.
 */
export interface ClaimMatch {
  /** From the payload inwards; never empty. */
  readonly path: readonly string[];
  readonly value: string;
}
