import { expect, test } from "@jest/globals";
import type { Leaf, LeafSource } from "../../src/ca/leaf-source.ts";
import { Identities } from "../../src/server/identities.ts";

const web = "spiffe://mesh.internal/ns/default/dc/dc1/svc/web";
const api = "spiffe://mesh.internal/ns/default/dc/dc1/svc/api";

/** A source that signs when a test tells it to. */
class HandSource implements LeafSource {
  readonly open = new Map<string, (leaf: Leaf) => void>();
  readonly ready = new Map<string, Leaf>();

  leafFor(spiffeId: string, onLeaf: (leaf: Leaf) => void): ReturnType<LeafSource["leafFor"]> {
    this.open.set(spiffeId, onLeaf);
    return { current: () => this.ready.get(spiffeId), unsubscribe: () => void this.open.delete(spiffeId) };
  }

  sign(spiffeId: string, chain: string): void {
    this.open.get(spiffeId)?.(leaf(spiffeId, chain));
  }
}

function leaf(spiffeId: string, certificateChainPem: string): Leaf {
  return { spiffeId, certificateChainPem, privateKeyPem: "(key)", notAfter: new Date(0), serialHex: "01" };
}

function fixture(): {
  identities: Identities;
  source: HandSource;
  changes: string[];
  readonly text: (spiffeId: string) => string | undefined;
} {
  const changes: string[] = [];
  const identities = new Identities({ onChange: (spiffeId) => changes.push(spiffeId) });
  const source = new HandSource();
  identities.use(source, ["(root)"]);
  const text = (spiffeId: string): string | undefined => {
    const secrets = identities.secretsOf(spiffeId);
    return secrets && JSON.stringify(secrets.map(({ message }) => message));
  };
  return { identities, source, changes, text };
}

test("without a source there are no secrets", () => {
  expect(new Identities({ onChange: () => undefined }).secretsOf(web)).toBeUndefined();
});

test("the first asking starts a certificate; a change tells when it is there", () => {
  const { source, changes, text } = fixture();
  expect(source.open.size).toBe(0);
  expect([text(web), text(web)]).toEqual([undefined, undefined]);
  expect([...source.open.keys()]).toEqual([web]);
  source.sign(web, "(first)");
  expect(changes).toEqual([web]);
  expect(text(web)).toContain("(first)");
  expect(text(web)).toContain("(root)");
});

test("a certificate that is there already is used at once", () => {
  const { source, text } = fixture();
  source.ready.set(web, leaf(web, "(ready)"));
  expect(text(web)).toContain("(ready)");
});

test("a renewed certificate takes the place of the old one", () => {
  const { source, changes, text } = fixture();
  text(web);
  source.sign(web, "(first)");
  source.sign(web, "(second)");
  expect(text(web)).toContain("(second)");
  expect(text(web)).not.toContain("(first)");
  expect(changes).toEqual([web, web]);
});

test("identities that no proxy has any more are given up", () => {
  const { identities, source, text } = fixture();
  text(web);
  text(api);
  source.sign(web, "(first)");
  identities.keepOnly(new Set([api]));
  expect([...source.open.keys()]).toEqual([api]);
  expect(text(web)).toBeUndefined();
});

test("another source replaces every certificate and the roots", () => {
  const { identities, source, text } = fixture();
  text(web);
  source.sign(web, "(first)");
  const other = new HandSource();
  identities.use(other, ["(other root)"]);
  expect(source.open.size).toBe(0);
  expect(text(web)).toBeUndefined();
  other.sign(web, "(other)");
  expect(text(web)).toContain("(other)");
  expect(text(web)).toContain("(other root)");
});
