import { generateKeyPair, privateKeyToPem, signingAlgorithm } from "../../src/ca/key-pair.ts";
import { SubjectAlternativeNameExtension, X509CertificateGenerator } from "../../src/ca/x509-library.ts";

export interface ServerCertificate {
  /** PEM, signed by itself: who trusts it trusts this server alone. */
  readonly certificate: string;
  readonly key: string;
}

/** A certificate for 127.0.0.1 as an administrator would make it, for an hour. */
export async function serverCertificate(): Promise<ServerCertificate> {
  const keys = await generateKeyPair();
  const now = Date.now();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: "CN=agent",
    keys,
    signingAlgorithm,
    notBefore: new Date(now - 60_000),
    notAfter: new Date(now + 3_600_000),
    extensions: [new SubjectAlternativeNameExtension([{ type: "ip", value: "127.0.0.1" }])],
  });
  return { certificate: certificate.toString("pem"), key: await privateKeyToPem(keys.privateKey) };
}
