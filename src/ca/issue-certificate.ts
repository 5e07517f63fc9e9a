import type { webcrypto } from "node:crypto";
import { signingAlgorithm } from "./key-pair.ts";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from "./x509-library.ts";
import type { Extension, X509Certificate } from "./x509-library.ts";

/** The rules for each: X.509-SVID specification, sections 3 and 4, and RFC 5280, section 4.2.1. */
export type CertificateRole =
  | { readonly kind: "root"; readonly name: string }
  | { readonly kind: "intermediate"; readonly name: string }
  | { readonly kind: "leaf" };

export interface CertificateRequest {
  readonly role: CertificateRole;
  /** The one subject alternative name: a SPIFFE id. */
  readonly uri: string;
  readonly publicKey: webcrypto.CryptoKey;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
}

export interface Issuer {
  readonly certificate: X509Certificate;
  readonly privateKey: webcrypto.CryptoKey;
}

/** Signed with the issuer's key, or, for a root, with `selfKey`. */
export async function issueCertificate(
  request: CertificateRequest,
  signer: Issuer | { readonly selfKey: webcrypto.CryptoKey },
): Promise<X509Certificate> {
  const subject = request.role.kind === "leaf" ? "" : `CN=${request.role.name}`;
  const self = "selfKey" in signer;
  const subjectKey = await SubjectKeyIdentifierExtension.create(request.publicKey);
  return X509CertificateGenerator.create({
    serialNumber: randomSerial(),
    subject,
    issuer: self ? subject : signer.certificate.subjectName,
    notBefore: new Date(request.notBeforeMs),
    notAfter: new Date(request.notAfterMs),
    publicKey: request.publicKey,
    signingKey: self ? signer.selfKey : signer.privateKey,
    signingAlgorithm,
    extensions: [
      ...roleExtensions(request.role),
      subjectKey,
      new AuthorityKeyIdentifierExtension(self ? subjectKey.keyId : subjectKeyId(signer.certificate)),
      // Critical where the subject is empty (RFC 5280, section 4.2.1.6).
      new SubjectAlternativeNameExtension([{ type: "url", value: request.uri }], subject === ""),
    ],
  });
}

function roleExtensions(role: CertificateRole): readonly Extension[] {
  switch (role.kind) {
    case "root":
      // No path length, so that a later root can be cross-signed.
      return [new BasicConstraintsExtension(true, undefined, true), authorityKeyUsage()];
    case "intermediate":
      return [new BasicConstraintsExtension(true, 0, true), authorityKeyUsage()];
    case "leaf":
      return [
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        // A sidecar is a client to its upstreams and a server to everyone else.
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
      ];
  }
}

function authorityKeyUsage(): Extension {
  return new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true);
}

function subjectKeyId(certificate: X509Certificate): string {
  return certificate.getExtension(SubjectKeyIdentifierExtension)?.keyId ?? "";
}

/** 16 random bytes in hex: positive, and never with a leading zero byte, which DER would drop. */
function randomSerial(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
