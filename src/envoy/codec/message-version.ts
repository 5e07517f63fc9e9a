import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { canonicalJson } from "./canonical-json.ts";

/**
 * A content hash for xDS versions: 32 hexadecimal digits, the first half of SHA-256 over the canonical JSON.
 *
 * Of the JSON, not of the encoding, so that a version survives a change of the codec. Half a SHA-256 is enough: nobody
 * gains from two resources of one version, and by chance it does not happen.
 */
export function messageVersion(message: object): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(message))).subarray(0, 16));
}
