import { base64Digest, hexDigest } from "./digest.ts";
import type { DigestAlgorithm } from "./digest.ts";
import type { EagerFunction } from "./function-definition.ts";
import { define1, define2, text } from "./parameter.ts";
import { nameBasedUuid } from "./name-based-uuid.ts";

/** Digests of a text's UTF-8 bytes. Those that need randomness, such as bcrypt, are refused by name. */
export const hashFunctions: Readonly<Record<string, EagerFunction>> = {
  md5: hex("md5"),
  sha1: hex("sha1"),
  sha256: hex("sha256"),
  sha512: hex("sha512"),
  base64sha256: base64("sha256"),
  base64sha512: base64("sha512"),
  uuidv5: define2(text("namespace"), text("name"), nameBasedUuid),
};

function hex(algorithm: DigestAlgorithm): EagerFunction {
  return define1(text("text"), (value) => hexDigest(algorithm, new TextEncoder().encode(value)));
}

function base64(algorithm: DigestAlgorithm): EagerFunction {
  return define1(text("text"), (value) => base64Digest(algorithm, new TextEncoder().encode(value)));
}
