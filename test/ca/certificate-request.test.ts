import { X509Certificate, createPrivateKey } from "node:crypto";
import { beforeAll, expect, test } from "@jest/globals";
import type { CertificateAuthority } from "../../src/ca/certificate-authority.ts";
import { createCertificateRequest } from "../../src/ca/certificate-request.ts";
import { createAuthority } from "../../src/ca/create-authority.ts";
import { generateKeyPair, privateKeyToPem, signingAlgorithm } from "../../src/ca/key-pair.ts";
import { openAuthority } from "../../src/ca/open-authority.ts";
import {
  Pkcs10CertificateRequestGenerator,
  SubjectAlternativeNameExtension,
} from "../../src/ca/x509-library.ts";
import { FakeClock } from "../support/fake-clock.ts";

const web = "spiffe://mesh.internal/ns/default/dc/dc1/svc/web";
const api = "spiffe://mesh.internal/ns/default/dc/dc1/svc/api";
const ttlMs = 3_600_000;
let authority: CertificateAuthority;

beforeAll(async () => {
  const clock = new FakeClock();
  authority = await openAuthority(await createAuthority({ trustDomain: "mesh.internal", clock }), clock);
});

test("a request for its own id is signed for its own key", async () => {
  const keys = await generateKeyPair();
  const csrPem = await createCertificateRequest(keys, web);
  const signed = await authority.signCsr({ csrPem, spiffeId: web, ttlMs });
  const leaf = new X509Certificate(signed.certificateChainPem);
  expect(leaf.subjectAltName).toBe(`URI:${web}`);
  expect(leaf.checkPrivateKey(createPrivateKey(await privateKeyToPem(keys.privateKey)))).toBe(true);
});

const refused: readonly (readonly [string, () => Promise<string>, string])[] = [
  ["one for another id", async () => createCertificateRequest(await generateKeyPair(), api), "bad-request"],
  [
    "one with a second name",
    () =>
      requestFor([
        { type: "url", value: web },
        { type: "dns", value: "web" },
      ]),
    "bad-request",
  ],
  ["one with the id as a DNS name", () => requestFor([{ type: "dns", value: web }]), "bad-request"],
  ["one without a name", () => requestFor([]), "bad-request"],
  [
    "one whose signature was changed",
    async () => tampered(await requestFor([{ type: "url", value: web }])),
    "bad-request",
  ],
  ["text", () => Promise.resolve("please"), "bad-request"],
  ["a truncated one", async () => (await requestFor([])).slice(0, 120), "bad-request"],
  ["one without end", () => Promise.resolve("A".repeat(1_000_000)), "bad-request"],
  ["one of bytes nested without end", () => Promise.resolve(pemOf(Buffer.alloc(8_000, 0x30))), "bad-request"],
  ["one for a P-384 key", requestWithOtherCurve, "unsupported-key"],
];

test.each(refused)("%s is refused", async (_, make, code) => {
  await expect(authority.signCsr({ csrPem: await make(), spiffeId: web, ttlMs })).rejects.toMatchObject({
    name: "AuthorityError",
    code,
  });
});

test("one for an id of another trust domain is refused, whatever it asks for", async () => {
  const spiffeId = "spiffe://other.internal/svc/web";
  const csrPem = await createCertificateRequest(await generateKeyPair(), spiffeId);
  await expect(authority.signCsr({ csrPem, spiffeId, ttlMs })).rejects.toMatchObject({
    code: "wrong-trust-domain",
  });
});

async function requestFor(names: { type: "url" | "dns"; value: string }[]): Promise<string> {
  const keys = await generateKeyPair();
  const extensions = names.length === 0 ? [] : [new SubjectAlternativeNameExtension(names)];
  return (await Pkcs10CertificateRequestGenerator.create({ keys, signingAlgorithm, extensions })).toString(
    "pem",
  );
}

async function requestWithOtherCurve(): Promise<string> {
  const keys = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-384" }, true, [
    "sign",
    "verify",
  ]);
  return (await Pkcs10CertificateRequestGenerator.create({ keys, signingAlgorithm })).toString("pem");
}

/** Flips a bit of the signature's last byte. */
function tampered(pem: string): string {
  const bytes = Buffer.from(pem.replace(/-----[^-]+-----/g, ""), "base64");
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
  return pemOf(bytes);
}

function pemOf(bytes: Buffer): string {
  return `-----BEGIN CERTIFICATE REQUEST-----\n${bytes.toString("base64")}\n-----END CERTIFICATE REQUEST-----\n`;
}
