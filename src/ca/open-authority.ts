import type { webcrypto } from "node:crypto";
import type { Clock } from "../platform/clock.ts";
import { AuthorityError } from "./authority-error.ts";
import type { AuthorityState, KeyedCertificate } from "./authority-state.ts";
import type { CertificateAuthority, CsrRequest, LeafRequest, SignedLeaf } from "./certificate-authority.ts";
import { verifyCertificateRequest } from "./certificate-request.ts";
import { issueCertificate } from "./issue-certificate.ts";
import type { Issuer } from "./issue-certificate.ts";
import { isKeyPair, privateKeyFromPem, publicKeyFromSpki } from "./key-pair.ts";
import { parseSpiffeId, trustDomainId } from "./spiffe-id.ts";
import { validityMs } from "./validity.ts";
import {
  BasicConstraintsExtension,
  SubjectAlternativeNameExtension,
  X509Certificate,
} from "./x509-library.ts";

/**
 * The built-in authority. The state is checked as a whole, so that a damaged or outdated one is found at start and not
 * by the first proxy.
 * @throws AuthorityError `bad-certificate`, `bad-key`, `key-mismatch`, `broken-chain`, `wrong-trust-domain`, `expired`,
 * `not-yet-valid`
 */
export async function openAuthority(
  state: AuthorityState,
  clock: Pick<Clock, "now">,
): Promise<CertificateAuthority> {
  const root = await openIssuer(state.root, "root");
  const intermediate = await openIssuer(state.intermediate, "intermediate");
  await checkSignedBy(root.certificate, root.certificate);
  await checkSignedBy(intermediate.certificate, root.certificate);
  for (const { certificate } of [root, intermediate]) {
    checkTrustDomain(certificate, state.trustDomain);
    checkTime(certificate, clock.now());
  }
  return new BuiltInAuthority(state, { intermediate, root: root.certificate, clock });
}

interface OpenedAuthority {
  readonly root: X509Certificate;
  readonly intermediate: Issuer;
  readonly clock: Pick<Clock, "now">;
}

class BuiltInAuthority implements CertificateAuthority {
  readonly trustDomain: string;
  readonly #state: AuthorityState;
  readonly #opened: OpenedAuthority;

  constructor(state: AuthorityState, opened: OpenedAuthority) {
    this.trustDomain = state.trustDomain;
    this.#state = state;
    this.#opened = opened;
  }

  roots(): Promise<readonly string[]> {
    return Promise.resolve([this.#state.root.certificatePem]);
  }

  async signLeaf({ publicKey, spiffeId, ttlMs }: LeafRequest): Promise<SignedLeaf> {
    this.#checkId(spiffeId);
    checkCurve(publicKey);
    const { intermediate, root, clock } = this.#opened;
    const validity = validityMs({ nowMs: clock.now(), ttlMs, issuers: [intermediate.certificate, root] });
    const leaf = await issueCertificate(
      { role: { kind: "leaf" }, uri: spiffeId, publicKey, ...validity },
      intermediate,
    );
    return {
      certificateChainPem: `${leaf.toString("pem")}\n${this.#state.intermediate.certificatePem}`,
      notBefore: leaf.notBefore,
      notAfter: leaf.notAfter,
      serialHex: leaf.serialNumber,
    };
  }

  async signCsr({ csrPem, spiffeId, ttlMs }: CsrRequest): Promise<SignedLeaf> {
    this.#checkId(spiffeId);
    const publicKey = await verifyCertificateRequest(csrPem, spiffeId);
    return this.signLeaf({ publicKey, spiffeId, ttlMs });
  }

  #checkId(text: string): void {
    const id = parseSpiffeId(text);
    if (!id)
      throw new AuthorityError(
        "bad-spiffe-id",
        "A workload's id has the form spiffe://<trust domain>/<path>.",
      );
    if (id.trustDomain === this.trustDomain) return;
    throw new AuthorityError(
      "wrong-trust-domain",
      `${text} is not of the trust domain ${this.trustDomain}, for which this authority signs.`,
    );
  }
}

async function openIssuer(stored: KeyedCertificate, which: string): Promise<Issuer> {
  const certificate = parseCertificate(stored.certificatePem, which);
  if (certificate.getExtension(BasicConstraintsExtension)?.ca !== true) {
    throw new AuthorityError("bad-certificate", `The ${which} certificate is not that of an authority.`);
  }
  const privateKey = await privateKeyFromPem(stored.privateKeyPem);
  if (!(await isKeyPair(privateKey, await publicKeyFromSpki(certificate.publicKey.rawData)))) {
    throw new AuthorityError("key-mismatch", `The ${which} key does not belong to the ${which} certificate.`);
  }
  return { certificate, privateKey };
}

function parseCertificate(pem: string, which: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (cause) {
    throw new AuthorityError("bad-certificate", `The ${which} certificate is not X.509 in PEM.`, { cause });
  }
}

async function checkSignedBy(certificate: X509Certificate, issuer: X509Certificate): Promise<void> {
  const sameName = certificate.issuer === issuer.subject;
  // Signature only: the time is a question to our clock, not to the machine's.
  const signed = sameName && (await certificate.verify({ publicKey: issuer.publicKey, signatureOnly: true }));
  if (signed) return;
  throw new AuthorityError("broken-chain", `${certificate.subject} is not signed by ${issuer.subject}.`);
}

function checkTrustDomain(certificate: X509Certificate, trustDomain: string): void {
  const names = certificate.getExtension(SubjectAlternativeNameExtension)?.names.items ?? [];
  if (names.some((name) => name.type === "url" && name.value === trustDomainId(trustDomain))) return;
  throw new AuthorityError(
    "wrong-trust-domain",
    `${certificate.subject} is not of the trust domain ${trustDomain}.`,
  );
}

function checkTime(certificate: X509Certificate, nowMs: number): void {
  if (nowMs >= certificate.notAfter.getTime()) {
    throw new AuthorityError(
      "expired",
      `${certificate.subject} expired at ${certificate.notAfter.toISOString()}.`,
    );
  }
  if (nowMs < certificate.notBefore.getTime()) {
    throw new AuthorityError(
      "not-yet-valid",
      `${certificate.subject} is valid from ${certificate.notBefore.toISOString()} on; is the clock right?`,
    );
  }
}

function checkCurve(key: webcrypto.CryptoKey): void {
  const { algorithm } = key;
  if (algorithm.name === "ECDSA" && "namedCurve" in algorithm && algorithm.namedCurve === "P-256") return;
  throw new AuthorityError("unsupported-key", "The public key is not an ECDSA P-256 key.");
}
