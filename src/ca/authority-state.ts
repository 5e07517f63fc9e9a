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
  const fields = objectAt(value, "authority");
  return {
    trustDomain: stringAt(fields["trustDomain"], "trustDomain"),
    root: decodeKeyedCertificate(fields["root"], "root"),
    intermediate: decodeKeyedCertificate(fields["intermediate"], "intermediate"),
    createdAtMs: numberAt(fields["createdAtMs"], "createdAtMs"),
  };
}

function decodeKeyedCertificate(value: unknown, path: string): KeyedCertificate {
  const fields = objectAt(value, path);
  return {
    certificatePem: stringAt(fields["certificatePem"], `${path}.certificatePem`),
    privateKeyPem: stringAt(fields["privateKeyPem"], `${path}.privateKeyPem`),
  };
}

function objectAt(value: unknown, path: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw malformed(path, "an object");
  return { ...value };
}

function stringAt(value: unknown, path: string): string {
  if (typeof value !== "string") throw malformed(path, "a string");
  return value;
}

function numberAt(value: unknown, path: string): number {
  if (typeof value !== "number") throw malformed(path, "a number");
  return value;
}

function malformed(path: string, expected: string): AuthorityError {
  return new AuthorityError(
    "malformed-state",
    `The stored authority is damaged: ${path} is not ${expected}.`,
  );
}
