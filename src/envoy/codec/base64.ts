import { BadValue } from "./codec-error.ts";

/** Standard or URL-safe alphabet, with or without padding, as ProtoJSON wants. Throws {@link BadValue}. */
export function fromBase64(text: string): Uint8Array {
  const standard = text.replaceAll("-", "+").replaceAll("_", "/");
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(standard)) throw new BadValue("bytes that are not base64");
  try {
    return Uint8Array.from(atob(standard), (character) => character.charCodeAt(0));
  } catch {
    // atob knows one more way to be wrong: a length that no number of bytes has.
    throw new BadValue("bytes that are not base64");
  }
}

/** Standard alphabet, padded. */
export function toBase64(bytes: Uint8Array): string {
  let binary = "";
  // In chunks, because every byte becomes an argument.
  for (let at = 0; at < bytes.length; at += 4096)
    binary += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return btoa(binary);
}
