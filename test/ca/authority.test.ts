import { X509Certificate, createPrivateKey } from "node:crypto";
import { beforeAll, describe, expect, test } from "@jest/globals";
import type { AuthorityState } from "../../src/ca/authority-state.ts";
import { decodeAuthorityState } from "../../src/ca/authority-state.ts";
import { createAuthority, renewIntermediate } from "../../src/ca/create-authority.ts";
import { generateKeyPair } from "../../src/ca/key-pair.ts";
import { openAuthority } from "../../src/ca/open-authority.ts";
import {
  BasicConstraintsExtension,
  X509Certificate as ParsedCertificate,
} from "../../src/ca/x509-library.ts";
import { FakeClock } from "../support/fake-clock.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const web = "spiffe://mesh.internal/ns/default/dc/dc1/svc/web";

let state: AuthorityState;
let other: AuthorityState;

beforeAll(async () => {
  state = await createAuthority({ trustDomain: "mesh.internal", clock: new FakeClock() });
  other = await createAuthority({ trustDomain: "mesh.internal", clock: new FakeClock() });
});

/** The certificates of a PEM chain as Node's own parser sees them. */
function chain(pem: string): readonly X509Certificate[] {
  return pem
    .split(/(?<=-----END CERTIFICATE-----\n)/)
    .filter((part) => part.trim() !== "")
    .map((part) => new X509Certificate(part));
}

async function leafOf(authorityState: AuthorityState, clock: FakeClock, ttlMs = hourMs) {
  const authority = await openAuthority(authorityState, clock);
  const { publicKey } = await generateKeyPair();
  return authority.signLeaf({ publicKey, spiffeId: web, ttlMs });
}

describe("a new authority", () => {
  test("is a self-signed root and an intermediate that may sign leaves only", () => {
    const root = new X509Certificate(state.root.certificatePem);
    const intermediate = new X509Certificate(state.intermediate.certificatePem);
    expect(root.verify(root.publicKey)).toBe(true);
    expect(intermediate.verify(root.publicKey)).toBe(true);
    expect(intermediate.checkIssued(root)).toBe(true);
    expect([root.ca, intermediate.ca]).toEqual([true, true]);
    expect([root.subjectAltName, intermediate.subjectAltName]).toEqual([
      "URI:spiffe://mesh.internal",
      "URI:spiffe://mesh.internal",
    ]);
    const constraints = new ParsedCertificate(state.intermediate.certificatePem).getExtension(
      BasicConstraintsExtension,
    );
    expect(constraints).toMatchObject({ ca: true, pathLength: 0, critical: true });
  });

  test("has ECDSA P-256 keys that belong to the certificates", () => {
    for (const { certificatePem, privateKeyPem } of [state.root, state.intermediate]) {
      const key = createPrivateKey(privateKeyPem);
      expect(key.asymmetricKeyDetails).toMatchObject({ namedCurve: "prime256v1" });
      expect(new X509Certificate(certificatePem).checkPrivateKey(key)).toBe(true);
    }
  });

  test("begins a minute ago and lasts ten years, its intermediate one", () => {
    expect(new X509Certificate(state.root.certificatePem)).toMatchObject({
      validFrom: "Dec 31 23:59:00 2025 GMT",
      validTo: "Dec 30 00:00:00 2035 GMT",
    });
    expect(new X509Certificate(state.intermediate.certificatePem).validTo).toBe("Jan  1 00:00:00 2027 GMT");
  });

  test("survives JSON", () => {
    expect(decodeAuthorityState(JSON.parse(JSON.stringify(state)))).toEqual(state);
  });

  test("refuses what is no trust domain", async () => {
    await expect(createAuthority({ trustDomain: "Mesh!", clock: new FakeClock() })).rejects.toMatchObject({
      code: "bad-trust-domain",
    });
  });
});

describe("a leaf", () => {
  test("has the SPIFFE id as its only name, and its intermediate with it", async () => {
    const signed = await leafOf(state, new FakeClock());
    const [leaf, intermediate, ...rest] = chain(signed.certificateChainPem);
    expect(rest).toEqual([]);
    expect(leaf?.subject ?? "").toBe("");
    expect(leaf?.subjectAltName).toBe(`URI:${web}`);
    expect(leaf?.ca).toBe(false);
    // serverAuth and clientAuth.
    expect(leaf?.keyUsage).toEqual(["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"]);
    expect(leaf && intermediate && leaf.checkIssued(intermediate)).toBe(true);
    expect(leaf && intermediate && leaf.verify(intermediate.publicKey)).toBe(true);
    expect(leaf?.serialNumber.toLowerCase()).toBe(signed.serialHex);
  });

  test("has a serial number of 16 bytes, positive and never the same twice", async () => {
    const clock = new FakeClock();
    const serials = await Promise.all(Array.from({ length: 20 }, () => leafOf(state, clock)));
    for (const { serialHex } of serials) expect(serialHex).toMatch(/^[4-7][0-9a-f]{31}$/);
    expect(new Set(serials.map(({ serialHex }) => serialHex)).size).toBe(20);
  });

  test("lasts as long as asked for, from a minute ago on", async () => {
    const clock = new FakeClock();
    const { notBefore, notAfter } = await leafOf(state, clock, 90_000);
    expect([notBefore.getTime(), notAfter.getTime()]).toEqual([clock.now() - 60_000, clock.now() + 90_000]);
  });

  test("never outlives the intermediate", async () => {
    const clock = new FakeClock();
    const authority = await openAuthority(state, clock);
    const { publicKey } = await generateKeyPair();
    clock.advance(365 * dayMs - 1_000);
    const leaf = await authority.signLeaf({ publicKey, spiffeId: web, ttlMs: hourMs });
    expect(leaf.notAfter.getTime()).toBe(clock.now() + 1_000);
    clock.advance(1_000);
    await expect(authority.signLeaf({ publicKey, spiffeId: web, ttlMs: hourMs })).rejects.toMatchObject({
      code: "expired",
    });
  });

  test.each([
    ["of another trust domain", "spiffe://evil.internal/ns/default/dc/dc1/svc/web", "wrong-trust-domain"],
    ["of the trust domain itself", "spiffe://mesh.internal", "bad-spiffe-id"],
    ["that is none", "web", "bad-spiffe-id"],
  ])("is refused to an id %s", async (_, spiffeId, code) => {
    const authority = await openAuthority(state, new FakeClock());
    const { publicKey } = await generateKeyPair();
    await expect(authority.signLeaf({ publicKey, spiffeId, ttlMs: hourMs })).rejects.toMatchObject({ code });
  });

  test("is refused to a key of another curve", async () => {
    const authority = await openAuthority(state, new FakeClock());
    const { publicKey } = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-384" }, true, [
      "sign",
      "verify",
    ]);
    await expect(authority.signLeaf({ publicKey, spiffeId: web, ttlMs: hourMs })).rejects.toMatchObject({
      code: "unsupported-key",
    });
  });
});

describe("a renewed intermediate", () => {
  test("signs when the old one has run out, under the same root", async () => {
    const clock = new FakeClock();
    clock.advance(366 * dayMs);
    await expect(openAuthority(state, clock)).rejects.toMatchObject({ code: "expired" });
    const renewed = await renewIntermediate(state, { clock });
    expect(renewed.root).toEqual(state.root);
    const [, intermediate] = chain((await leafOf(renewed, clock)).certificateChainPem);
    expect(intermediate?.verify(new X509Certificate(state.root.certificatePem).publicKey)).toBe(true);
  });

  test("cannot be had from a root that has run out", async () => {
    const clock = new FakeClock();
    clock.advance(3650 * dayMs);
    await expect(renewIntermediate(state, { clock })).rejects.toMatchObject({ code: "expired" });
  });
});

describe("opening refuses", () => {
  const damaged: readonly (readonly [string, () => AuthorityState, string])[] = [
    ["a root that is no PEM", () => withRoot({ certificatePem: "gone" }), "bad-certificate"],
    [
      "a truncated root",
      () => withRoot({ certificatePem: state.root.certificatePem.slice(0, 200) }),
      "bad-certificate",
    ],
    ["a key that is no PEM", () => withRoot({ privateKeyPem: "gone" }), "bad-key"],
    ["the key of another root", () => withRoot({ privateKeyPem: other.root.privateKeyPem }), "key-mismatch"],
    ["another authority's root", () => ({ ...state, root: other.root }), "broken-chain"],
    ["an intermediate in the root's place", () => ({ ...state, root: state.intermediate }), "broken-chain"],
    ["another trust domain", () => ({ ...state, trustDomain: "other.internal" }), "wrong-trust-domain"],
  ];

  test.each(damaged)("%s", async (_, make, code) => {
    await expect(openAuthority(make(), new FakeClock())).rejects.toMatchObject({
      name: "AuthorityError",
      code,
    });
  });

  test("a clock before the authority was made", async () => {
    const yesterday = new FakeClock(state.createdAtMs - dayMs);
    await expect(openAuthority(state, yesterday)).rejects.toMatchObject({ code: "not-yet-valid" });
  });

  test("a leaf in the place of an intermediate", async () => {
    const [leafPem = ""] = (await leafOf(state, new FakeClock())).certificateChainPem.split(
      /(?<=-----END CERTIFICATE-----\n)/,
    );
    const intermediate = { ...state.intermediate, certificatePem: leafPem };
    await expect(openAuthority({ ...state, intermediate }, new FakeClock())).rejects.toMatchObject({
      code: "bad-certificate",
    });
  });

  test("without a word of the private key", async () => {
    const secret = state.root.privateKeyPem.slice(60, 100);
    const privateKeyPem = state.root.privateKeyPem.replace(/.$/m, "!");
    const error: unknown = await openAuthority(withRoot({ privateKeyPem }), new FakeClock()).catch(
      (caught: unknown) => caught,
    );
    expect(error).toMatchObject({ code: "bad-key" });
    expect(error instanceof Error && `${error.stack ?? ""}${JSON.stringify(error)}`).not.toContain(secret);
    expect(error instanceof Error && error.cause).toBeUndefined();
  });

  function withRoot(change: Partial<AuthorityState["root"]>): AuthorityState {
    return { ...state, root: { ...state.root, ...change } };
  }
});

describe("a stored state", () => {
  test.each([
    ["null", null, "The stored authority is damaged: authority must be an object."],
    ["a list", [], "The stored authority is damaged: authority must be an object."],
    ["an empty object", {}, "The stored authority is damaged: trustDomain must be a text."],
    ["one without a root", { trustDomain: "a" }, "The stored authority is damaged: root must be an object."],
    [
      "one with a key of the wrong type",
      { trustDomain: "a", root: { certificatePem: "", privateKeyPem: 1 } },
      "The stored authority is damaged: root.privateKeyPem must be a text.",
    ],
  ])("is not %s", (_, value, message) => {
    expect(() => decodeAuthorityState(value)).toThrow(message);
  });
});
