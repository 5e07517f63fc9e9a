import { AuthorityError } from "./authority-error.ts";

/** Certificates are valid from a minute ago, so that a verifier whose clock is behind accepts them. */
export const clockSkewMs = 60_000;

/** RFC 5280, section 4.1.2.5: the last moment a certificate can name. */
const endOfTimeMs = Date.UTC(9999, 11, 31, 23, 59, 59);

export interface Validity {
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
}

/**
 * From when until when a certificate made now holds, in whole seconds, as certificates count. It never outlives one of
 * its `issuers`.
 * @throws AuthorityError `bad-lifetime` unless `ttlMs` is positive; `expired` when an issuer has run out
 */
export function validityMs(options: {
  readonly nowMs: number;
  readonly ttlMs: number;
  readonly issuers?: readonly { readonly notAfter: Date; readonly notBefore: Date }[];
}): Validity {
  const { nowMs, ttlMs, issuers = [] } = options;
  // Written so that NaN fails as well.
  if (!(ttlMs > 0))
    throw new AuthorityError("bad-lifetime", "The lifetime of a certificate must be above zero.");
  const wholeSeconds = Math.ceil((nowMs + ttlMs) / 1000) * 1000;
  const notAfterMs = Math.min(
    endOfTimeMs,
    wholeSeconds,
    ...issuers.map((issuer) => issuer.notAfter.getTime()),
  );
  if (notAfterMs <= nowMs) {
    throw new AuthorityError("expired", "The authority's certificate has expired; it cannot sign any more.");
  }
  const backdated = Math.floor((nowMs - clockSkewMs) / 1000) * 1000;
  const notBeforeMs = Math.max(backdated, ...issuers.map((issuer) => issuer.notBefore.getTime()));
  return { notBeforeMs, notAfterMs };
}
