import type { webcrypto } from "node:crypto";

/**
 * What signs the identities of one trust domain: the built-in authority, or an adapter to an external one.
 *
 * Every method may take as long as a network call and may fail; callers retry.
 */
export interface CertificateAuthority {
  readonly trustDomain: string;
  /** The certificates to trust, in PEM, one each: more than one while a root is being replaced. */
  roots(): Promise<readonly string[]>;
  /**
   * A leaf for a key the server made itself.
   * @throws AuthorityError `bad-spiffe-id`, `wrong-trust-domain`, `bad-lifetime`, `unsupported-key`, `expired`
   */
  signLeaf(request: LeafRequest): Promise<SignedLeaf>;
  /**
   * A leaf for a key only the workload has. The request's signature proves that it has it; the caller has checked that
   * it may bear the id.
   * @throws AuthorityError as {@link signLeaf}, and `bad-request`
   */
  signCsr(request: CsrRequest): Promise<SignedLeaf>;
}

export interface LeafRequest {
  readonly publicKey: webcrypto.CryptoKey;
  readonly spiffeId: string;
  /** An upper bound: a leaf never outlives the authority. */
  readonly ttlMs: number;
}

export interface CsrRequest {
  /** PKCS#10 in PEM. Its one subject alternative name must be `spiffeId`. */
  readonly csrPem: string;
  readonly spiffeId: string;
  /** An upper bound: a leaf never outlives the authority. */
  readonly ttlMs: number;
}

export interface SignedLeaf {
  /** The leaf, then the intermediate that signed it: what a TLS endpoint presents. */
  readonly certificateChainPem: string;
  /** A little in the past, for verifiers whose clock is behind. */
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Lower-case hex, without separators. */
  readonly serialHex: string;
}
