import { generateKeyPairSync, randomBytes, sign } from "node:crypto";
import {
  bits,
  element,
  objectIdentifier,
  octets,
  positiveInteger,
  sequence,
  setOf,
  tagged,
  truth,
  utcTime,
  utf8Text,
} from "./der.ts";

/** A certificate that vouches for itself, and its key. */
export interface OwnCertificate {
  readonly der: Uint8Array;
  readonly pem: string;
  readonly privateKeyPem: string;
}

/** Longer than any run of Terraform; the hour before forgives clocks that were set meanwhile. */
const validMs = { before: 3_600_000, after: 30 * 24 * 3_600_000 };

/**
 * A certificate for `localhost`, as both ends of a plugin's connection make one for each run. It is written here by hand
 * because a library for certificates takes longer to load than everything else of a provider together.
 */
export function createOwnCertificate(nowMs: number): OwnCertificate {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const content = sequence(
    tagged(0, positiveInteger(Uint8Array.of(2))),
    positiveInteger(randomBytes(16)),
    ecdsaWithSha256(),
    localhostName(),
    sequence(utcTime(nowMs - validMs.before), utcTime(nowMs + validMs.after)),
    localhostName(),
    publicKey.export({ type: "spki", format: "der" }),
    tagged(3, sequence(...extensions())),
  );
  const der = sequence(content, ecdsaWithSha256(), bits(sign("sha256", content, privateKey)));
  return {
    der,
    pem: toPem(der),
    privateKeyPem: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
}

function ecdsaWithSha256(): Uint8Array {
  return sequence(objectIdentifier("1.2.840.10045.4.3.2"));
}

function localhostName(): Uint8Array {
  return sequence(setOf(sequence(objectIdentifier("2.5.4.3"), utf8Text("localhost"))));
}

function extensions(): readonly Uint8Array[] {
  const authority = sequence(truth());
  // Digital signature and certificate signing: bits 0 and 5 of one byte whose last two are unused.
  const usage = bits(Uint8Array.of(0b1000_0100), 2);
  const extendedUsage = sequence(
    objectIdentifier("1.3.6.1.5.5.7.3.1"),
    objectIdentifier("1.3.6.1.5.5.7.3.2"),
  );
  const alternativeName = sequence(element(0x82, new TextEncoder().encode("localhost")));
  return [
    sequence(objectIdentifier("2.5.29.19"), truth(), octets(authority)),
    sequence(objectIdentifier("2.5.29.15"), truth(), octets(usage)),
    sequence(objectIdentifier("2.5.29.37"), octets(extendedUsage)),
    sequence(objectIdentifier("2.5.29.17"), octets(alternativeName)),
  ];
}

function toPem(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}
