import type { Clock } from "../platform/clock.ts";
import { AuthorityError } from "./authority-error.ts";
import type { AuthorityState, KeyedCertificate } from "./authority-state.ts";
import { issueCertificate } from "./issue-certificate.ts";
import type { CertificateRole, Issuer } from "./issue-certificate.ts";
import { generateKeyPair, privateKeyFromPem, privateKeyToPem } from "./key-pair.ts";
import { isTrustDomain, trustDomainId } from "./spiffe-id.ts";
import { validityMs } from "./validity.ts";
import { X509Certificate } from "./x509-library.ts";

const dayMs = 24 * 60 * 60 * 1000;

/** Ten years, as in Consul. */
export const defaultRootTtlMs = 3650 * dayMs;
/** One year, as in Consul. */
export const defaultIntermediateTtlMs = 365 * dayMs;

export interface NewAuthority {
  readonly trustDomain: string;
  readonly clock: Pick<Clock, "now">;
  /** Default: {@link defaultRootTtlMs}. */
  readonly rootTtlMs?: number;
  /** Default: {@link defaultIntermediateTtlMs}; never longer than the root lasts. */
  readonly intermediateTtlMs?: number;
}

/**
 * A new root and intermediate with new keys.
 * @throws AuthorityError `bad-trust-domain`, `bad-lifetime`
 */
export async function createAuthority(options: NewAuthority): Promise<AuthorityState> {
  const { trustDomain, clock, rootTtlMs = defaultRootTtlMs } = options;
  if (!isTrustDomain(trustDomain)) {
    throw new AuthorityError(
      "bad-trust-domain",
      "A trust domain has 1 to 255 characters out of a-z, 0-9, dot, dash and underscore.",
    );
  }
  const keys = await generateKeyPair();
  const validity = validityMs({ nowMs: clock.now(), ttlMs: rootTtlMs });
  const uri = trustDomainId(trustDomain);
  const certificate = await issueCertificate(
    { role: named("root"), uri, publicKey: keys.publicKey, ...validity },
    { selfKey: keys.privateKey },
  );
  const root = { certificatePem: toPem(certificate), privateKeyPem: await privateKeyToPem(keys.privateKey) };
  const issuer = { certificate, privateKey: keys.privateKey };
  const intermediate = await newIntermediate(issuer, options);
  return { trustDomain, root, intermediate, createdAtMs: clock.now() };
}

/**
 * The same root with a new intermediate, for when the old one runs out. Leaves signed before stay valid, because each
 * travels with the intermediate that signed it.
 * @throws AuthorityError `bad-key`, `bad-lifetime`, `expired` when the root has run out too
 */
export async function renewIntermediate(
  state: AuthorityState,
  options: Omit<NewAuthority, "trustDomain" | "rootTtlMs">,
): Promise<AuthorityState> {
  const issuer = {
    certificate: new X509Certificate(state.root.certificatePem),
    privateKey: await privateKeyFromPem(state.root.privateKeyPem),
  };
  const intermediate = await newIntermediate(issuer, { ...options, trustDomain: state.trustDomain });
  return { ...state, intermediate };
}

async function newIntermediate(root: Issuer, options: NewAuthority): Promise<KeyedCertificate> {
  const { trustDomain, clock, intermediateTtlMs = defaultIntermediateTtlMs } = options;
  const keys = await generateKeyPair();
  const validity = validityMs({ nowMs: clock.now(), ttlMs: intermediateTtlMs, issuers: [root.certificate] });
  const certificate = await issueCertificate(
    {
      role: named("intermediate"),
      uri: trustDomainId(trustDomain),
      publicKey: keys.publicKey,
      ...validity,
    },
    root,
  );
  return { certificatePem: toPem(certificate), privateKeyPem: await privateKeyToPem(keys.privateKey) };
}

/**
 * A name of its own for each authority, so that two of one trust domain can be told apart. The trust domain is not part
 * of it: a common name ends at 64 characters.
 */
function named(kind: "root" | "intermediate"): CertificateRole {
  const suffix = crypto.randomUUID().slice(0, 8);
  return { kind, name: `Meshwork ${kind === "root" ? "Root" : "Intermediate"} CA ${suffix}` };
}

function toPem(certificate: X509Certificate): string {
  return `${certificate.toString("pem")}\n`;
}
