import { MalformedJson, integerAt, objectAt, stringAt } from "../platform/json-shape.ts";
import { AuthorityError } from "./authority-error.ts";

/** Everything an authority must remember, as JSON. It holds private keys: store it encrypted or in a 0600 file. */
export interface AuthorityState {
  readonly trustDomain: string;
  /** Self-signed; what every workload trusts. */
  readonly root: KeyedCertificate;
  /** Signed by the root; it signs the leaves. */
  readonly intermediate: KeyedCertificate;
  /** Milliseconds since the Unix epoch. */
  readonly createdAtMs: number;
}

export interface KeyedCertificate {
  readonly certificatePem: string;
  /** PKCS#8. */
  readonly privateKeyPem: string;
}

/**
 * Gives parsed JSON its type.
 * @throws AuthorityError `malformed-state`, naming the field.
 */
export function decodeAuthorityState(value: unknown): AuthorityState {
  try {
    return decode(value);
  } catch (cause) {
    if (!(cause instanceof MalformedJson)) throw cause;
    throw new AuthorityError("malformed-state", `The stored authority is damaged: ${cause.message}`);
  }
}

function decode(value: unknown): AuthorityState {
  const fields = objectAt(value, "authority");
  return {
    trustDomain: stringAt(fields["trustDomain"], "trustDomain"),
    root: decodeKeyedCertificate(fields["root"], "root"),
    intermediate: decodeKeyedCertificate(fields["intermediate"], "intermediate"),
    createdAtMs: integerAt(fields["createdAtMs"], "createdAtMs"),
  };
}

function decodeKeyedCertificate(value: unknown, path: string): KeyedCertificate {
  const fields = objectAt(value, path);
  return {
    certificatePem: stringAt(fields["certificatePem"], `${path}.certificatePem`),
    privateKeyPem: stringAt(fields["privateKeyPem"], `${path}.privateKeyPem`),
  };
}
