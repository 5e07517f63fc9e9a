import { md5, sha1 } from "@noble/hashes/legacy.js";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { encodeBase64 } from "./base64.ts";

/** The names that the hash functions, on texts and on files, are made of. */
export type DigestAlgorithm = keyof typeof digestAlgorithms;

export const digestAlgorithms = { md5, sha1, sha256, sha512 } as const;

export function hexDigest(algorithm: DigestAlgorithm, bytes: Uint8Array): string {
  return toHex(digestAlgorithms[algorithm](bytes));
}

export function base64Digest(algorithm: DigestAlgorithm, bytes: Uint8Array): string {
  return encodeBase64(digestAlgorithms[algorithm](bytes));
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
