import type { webcrypto } from "node:crypto";
import { AuthorityError } from "./authority-error.ts";
import { PemConverter } from "./x509-library.ts";

/** The one algorithm of the mesh: what every Envoy build speaks, and a signature of it costs microseconds. */
const ecdsaP256 = { name: "ECDSA", namedCurve: "P-256" } as const;
export const signingAlgorithm = { name: "ECDSA", hash: "SHA-256" } as const;

/** A new ECDSA P-256 key pair; its private key can be exported. */
export function generateKeyPair(): Promise<webcrypto.CryptoKeyPair> {
  return crypto.subtle.generateKey(ecdsaP256, true, ["sign", "verify"]);
}

/** PKCS#8 in PEM, with a line break at the end. */
export async function privateKeyToPem(key: webcrypto.CryptoKey): Promise<string> {
  return `${PemConverter.encode(await crypto.subtle.exportKey("pkcs8", key), PemConverter.PrivateKeyTag)}\n`;
}

/**
 * A signing key from PKCS#8 in PEM.
 * @throws AuthorityError `bad-key`, without a cause: a parser's message may quote what it read.
 */
export async function privateKeyFromPem(pem: string): Promise<webcrypto.CryptoKey> {
  try {
    return await crypto.subtle.importKey("pkcs8", PemConverter.decodeFirst(pem), ecdsaP256, false, ["sign"]);
  } catch {
    throw new AuthorityError("bad-key", "The private key is not an ECDSA P-256 key as PKCS#8 in PEM.");
  }
}

/**
 * A public key from its SubjectPublicKeyInfo in DER.
 * @throws AuthorityError `unsupported-key`
 */
export async function publicKeyFromSpki(spki: ArrayBuffer): Promise<webcrypto.CryptoKey> {
  try {
    return await crypto.subtle.importKey("spki", spki, ecdsaP256, true, ["verify"]);
  } catch (cause) {
    throw new AuthorityError("unsupported-key", "The public key is not an ECDSA P-256 key.", { cause });
  }
}

/** Whether the two halves belong together. */
export async function isKeyPair(
  privateKey: webcrypto.CryptoKey,
  publicKey: webcrypto.CryptoKey,
): Promise<boolean> {
  const challenge = crypto.getRandomValues(new Uint8Array(32));
  const signature = await crypto.subtle.sign(signingAlgorithm, privateKey, challenge);
  return crypto.subtle.verify(signingAlgorithm, publicKey, signature, challenge);
}
