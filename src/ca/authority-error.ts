/**
 * - `malformed-state`: the stored authority lacks a field or has one of the wrong type.
 * - `bad-certificate`: a stored certificate cannot be read, or is no CA certificate.
 * - `bad-key`: a stored private key cannot be read, or is not ECDSA P-256.
 * - `key-mismatch`: a stored key does not belong to its certificate.
 * - `broken-chain`: the intermediate is not signed by the root, or the root not by itself.
 * - `wrong-trust-domain`: a stored certificate, or the SPIFFE id asked for, belongs to another trust domain.
 * - `expired`, `not-yet-valid`: the authority's certificates do not hold at the clock's time.
 * - `bad-trust-domain`, `bad-spiffe-id`, `bad-lifetime`: the request names something that cannot exist.
 * - `bad-request`: a certificate request is malformed, not signed by its key, or names something else than asked for.
 * - `unsupported-key`: a public key is not ECDSA P-256.
 */
export type AuthorityErrorCode =
  | "malformed-state"
  | "bad-certificate"
  | "bad-key"
  | "key-mismatch"
  | "broken-chain"
  | "wrong-trust-domain"
  | "expired"
  | "not-yet-valid"
  | "bad-trust-domain"
  | "bad-spiffe-id"
  | "bad-lifetime"
  | "bad-request"
  | "unsupported-key";

/** Why a certificate authority cannot be opened or will not sign. Message and cause never hold key material. */
export class AuthorityError extends Error {
  override readonly name = "AuthorityError";
  readonly code: AuthorityErrorCode;

  constructor(code: AuthorityErrorCode, message: string, options?: { readonly cause: unknown }) {
    super(message, options);
    this.code = code;
  }
}
