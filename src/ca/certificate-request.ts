import type { webcrypto } from "node:crypto";
import { AuthorityError } from "./authority-error.ts";
import { publicKeyFromSpki, signingAlgorithm } from "./key-pair.ts";
import {
  Pkcs10CertificateRequest,
  Pkcs10CertificateRequestGenerator,
  SubjectAlternativeNameExtension,
} from "./x509-library.ts";

/** Ours have about 400 bytes; some room for foreign ones, none for floods. */
const longestCsrPem = 16 * 1024;

/** PKCS#10 in PEM for a workload's own key, as {@link verifyCertificateRequest} wants it. */
export async function createCertificateRequest(
  keys: webcrypto.CryptoKeyPair,
  spiffeId: string,
): Promise<string> {
  const names = new SubjectAlternativeNameExtension([{ type: "url", value: spiffeId }], true);
  const request = await Pkcs10CertificateRequestGenerator.create({
    keys,
    signingAlgorithm,
    extensions: [names],
  });
  return `${request.toString("pem")}\n`;
}

/**
 * The public key of a request that is signed by its own key and asks for exactly `spiffeId`.
 * @throws AuthorityError `bad-request`, `unsupported-key`
 */
export async function verifyCertificateRequest(
  csrPem: string,
  spiffeId: string,
): Promise<webcrypto.CryptoKey> {
  const request = parseRequest(csrPem);
  const publicKey = await publicKeyFromSpki(request.publicKey.rawData);
  // The signature first: until it holds, nothing the request says is the key owner's word.
  if (!(await isSignedByItsKey(request))) {
    throw new AuthorityError("bad-request", "The certificate request is not signed by the key it contains.");
  }
  const names = requestedNames(request);
  if (names.length !== 1 || names[0] !== `url:${spiffeId}`) {
    throw new AuthorityError(
      "bad-request",
      `The certificate request must have one subject alternative name, the URI ${spiffeId}.`,
    );
  }
  return publicKey;
}

function parseRequest(pem: string): Pkcs10CertificateRequest {
  if (pem.length > longestCsrPem) {
    throw new AuthorityError(
      "bad-request",
      `The certificate request is longer than ${longestCsrPem} characters.`,
    );
  }
  try {
    return new Pkcs10CertificateRequest(pem);
  } catch (cause) {
    throw new AuthorityError("bad-request", "The certificate request is not PKCS#10 in PEM.", { cause });
  }
}

async function isSignedByItsKey(request: Pkcs10CertificateRequest): Promise<boolean> {
  try {
    return await request.verify();
  } catch {
    // The library throws on a signature that is no signature at all.
    return false;
  }
}

/** Each as `<type>:<value>`; none when an extension cannot be read. */
function requestedNames(request: Pkcs10CertificateRequest): readonly string[] {
  try {
    return request.extensions.flatMap((extension) =>
      extension instanceof SubjectAlternativeNameExtension
        ? extension.names.items.map((name) => `${name.type}:${name.value}`)
        : [],
    );
  } catch {
    return [];
  }
}
