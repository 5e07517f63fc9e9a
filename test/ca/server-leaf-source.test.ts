import { X509Certificate, createPrivateKey } from "node:crypto";
import { beforeEach, expect, test } from "@jest/globals";
import type { CertificateAuthority } from "../../src/ca/certificate-authority.ts";
import { createAuthority } from "../../src/ca/create-authority.ts";
import type { Leaf } from "../../src/ca/leaf-source.ts";
import { openAuthority } from "../../src/ca/open-authority.ts";
import { createServerLeafSource } from "../../src/ca/server-leaf-source.ts";
import { silentLogger } from "../../src/platform/logger.ts";
import type { LogFields } from "../../src/platform/logger.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { fixedRandom } from "../support/fake-random.ts";

const web = "spiffe://mesh.internal/ns/default/dc/dc1/svc/web";
const leafTtlMs = 100_000;
const ignore = () => undefined;

let clock: FakeClock;
let authority: CertificateAuthority & { signed: number; fault: Error | undefined };
let warnings: Queue<LogFields | undefined>;

beforeEach(async () => {
  clock = new FakeClock();
  const state = await createAuthority({ trustDomain: "mesh.internal", clock });
  authority = withFaults(await openAuthority(state, clock));
  warnings = new Queue();
});

function createSource() {
  const logger = { ...silentLogger, warn: (_: string, fields?: LogFields) => warnings.push(fields) };
  return createServerLeafSource({ authority, clock, random: fixedRandom(0), logger, leafTtlMs });
}

test("a subscriber gets a leaf and its key, then a new pair at each renewal", async () => {
  const leaves = new Queue<Leaf>();
  const subscription = createSource().leafFor(web, (leaf) => leaves.push(leaf));
  expect(subscription.current()).toBeUndefined();

  const first = await leaves.next();
  expect(subscription.current()).toEqual(first);
  const certificate = new X509Certificate(first.certificateChainPem);
  expect(certificate.subjectAltName).toBe(`URI:${web}`);
  expect(certificate.checkPrivateKey(createPrivateKey(first.privateKeyPem))).toBe(true);

  clock.advance(60_000);
  const second = await leaves.next();
  expect(second.privateKeyPem).not.toBe(first.privateKeyPem);
  expect(second.notAfter.getTime()).toBe(clock.now() + leafTtlMs);
  expect(subscription.current()).toEqual(second);
});

test("subscribers of one id share its leaf", async () => {
  const source = createSource();
  const [ones, others] = [new Queue<Leaf>(), new Queue<Leaf>()];
  source.leafFor(web, (leaf) => ones.push(leaf));
  source.leafFor(web, (leaf) => others.push(leaf));
  expect(await others.next()).toBe(await ones.next());
  expect(source.leafFor(web, ignore).current()).toBeDefined();
  expect(authority.signed).toBe(1);
});

test("renewal ends with the last subscription", async () => {
  const source = createSource();
  const leaves = new Queue<Leaf>();
  const one = source.leafFor(web, (leaf) => leaves.push(leaf));
  const other = source.leafFor(web, ignore);
  await leaves.next();
  one.unsubscribe();
  one.unsubscribe();
  expect(clock.pendingTimers).toBe(1);
  other.unsubscribe();
  expect(clock.pendingTimers).toBe(0);
  expect([one.current(), other.current()]).toEqual([undefined, undefined]);

  source.leafFor(web, (leaf) => leaves.push(leaf));
  one.unsubscribe();
  await leaves.next();
  expect(authority.signed).toBe(2);
});

test("a leaf signed after the last unsubscription reaches nobody", async () => {
  const source = createSource();
  const seen: Leaf[] = [];
  source.leafFor(web, (leaf) => seen.push(leaf)).unsubscribe();
  const leaves = new Queue<Leaf>();
  source.leafFor(web, (leaf) => leaves.push(leaf));
  await leaves.next();
  expect(seen).toEqual([]);
});

test("while the authority is away the old leaf serves until it expires, and not beyond", async () => {
  const leaves = new Queue<Leaf>();
  const subscription = createSource().leafFor(web, (leaf) => leaves.push(leaf));
  const first = await leaves.next();
  authority.fault = new Error("authority is away");

  clock.advance(60_000);
  expect(await warnings.next()).toEqual({ spiffeId: web, error: "authority is away" });
  expect(subscription.current()).toEqual(first);

  clock.jump(40_000);
  expect(subscription.current()).toBeUndefined();

  authority.fault = undefined;
  clock.advance(1_000);
  const second = await leaves.next();
  expect(subscription.current()).toEqual(second);
});

test("a subscriber that fails costs nobody a leaf", async () => {
  const source = createSource();
  const leaves = new Queue<Leaf>();
  source.leafFor(web, () => {
    throw new Error("subscriber is broken");
  });
  source.leafFor(web, (leaf) => leaves.push(leaf));
  await leaves.next();
  clock.advance(60_000);
  expect(await leaves.next()).toBeDefined();
});

test("close ends all renewals", async () => {
  const source = createSource();
  const leaves = new Queue<Leaf>();
  source.leafFor(web, (leaf) => leaves.push(leaf));
  await leaves.next();
  source.close();
  expect(clock.pendingTimers).toBe(0);
});

test.each([
  ["web", "bad-spiffe-id"],
  ["spiffe://other.internal/svc/web", "wrong-trust-domain"],
])("%s is refused at once", (spiffeId, code) => {
  expect(() => createSource().leafFor(spiffeId, ignore)).toThrow(expect.objectContaining({ code }));
});

/** Values that arrive, for a test to await one by one. */
class Queue<T> {
  readonly #values: T[] = [];
  #waiting: ((value: T) => void) | undefined;

  push(value: T): void {
    if (this.#waiting) this.#waiting(value);
    else this.#values.push(value);
    this.#waiting = undefined;
  }

  next(): Promise<T> {
    const [value] = this.#values.splice(0, 1);
    return value === undefined ? new Promise((resolve) => (this.#waiting = resolve)) : Promise.resolve(value);
  }
}

function withFaults(real: CertificateAuthority): typeof authority {
  return {
    signed: 0,
    fault: undefined,
    trustDomain: real.trustDomain,
    roots: () => real.roots(),
    signCsr: (request) => real.signCsr(request),
    signLeaf(request) {
      if (this.fault) return Promise.reject(this.fault);
      this.signed += 1;
      return real.signLeaf(request);
    },
  };
}
