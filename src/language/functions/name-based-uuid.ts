import { sha1 } from "@noble/hashes/legacy.js";
import { toHex } from "./digest.ts";
import { FunctionFailure } from "./function-definition.ts";

/**
 * A UUID of version 5: the same for the same namespace and name. The namespace is `dns`, `url`, `oid` or `x500`, or a
 * UUID. Source: RFC 9562, sections 5.5 and 6.6.
 */
export function nameBasedUuid(namespace: string, name: string): string | FunctionFailure {
  const uuid = wellKnownNamespaces.get(namespace) ?? namespace;
  if (!uuidForm.test(uuid)) {
    return new FunctionFailure(
      "The namespace must be dns, url, oid, x500 or a UUID such as 6ba7b810-9dad-11d1-80b4-00c04fd430c8. Give one of these.",
      0,
    );
  }
  const prefix = (uuid.replaceAll("-", "").match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
  const bytes = sha1(Uint8Array.from([...prefix, ...new TextEncoder().encode(name)])).slice(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const digits = toHex(bytes);
  return [8, 12, 16, 20].reduceRight((text, at) => `${text.slice(0, at)}-${text.slice(at)}`, digits);
}

const wellKnownNamespaces: ReadonlyMap<string, string> = new Map([
  ["dns", "6ba7b810-9dad-11d1-80b4-00c04fd430c8"],
  ["url", "6ba7b811-9dad-11d1-80b4-00c04fd430c8"],
  ["oid", "6ba7b812-9dad-11d1-80b4-00c04fd430c8"],
  ["x500", "6ba7b814-9dad-11d1-80b4-00c04fd430c8"],
]);

const uuidForm = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
