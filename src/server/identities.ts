import type { Leaf, LeafSource, LeafSubscription } from "../ca/leaf-source.ts";
import { trustBundleResource, workloadCertificateResource } from "../envoy/secret/render-secrets.ts";
import type { Resource } from "../envoy/resource.ts";
import type { SecretSource } from "./snapshot-board.ts";

export interface IdentitiesOptions {
  /** An identity has its first certificate, or a new one. */
  readonly onChange: (spiffeId: string) => void;
}

/** The secrets of the identities that some proxy has asked for; certificates are made at the first asking. */
export class Identities implements SecretSource {
  readonly #onChange: (spiffeId: string) => void;
  readonly #subscriptions = new Map<string, LeafSubscription>();
  readonly #certificates = new Map<string, Resource>();
  #source: LeafSource | undefined;
  #trustBundle: Resource | undefined;

  constructor({ onChange }: IdentitiesOptions) {
    this.#onChange = onChange;
  }

  /** Takes identities from another source from now on, as when the trust domain changes. */
  use(source: LeafSource, rootsPem: readonly string[]): void {
    for (const subscription of this.#subscriptions.values()) subscription.unsubscribe();
    this.#subscriptions.clear();
    this.#certificates.clear();
    this.#source = source;
    this.#trustBundle = trustBundleResource(rootsPem);
  }

  secretsOf(spiffeId: string): readonly Resource[] | undefined {
    this.#subscribe(spiffeId);
    const certificate = this.#certificates.get(spiffeId);
    return certificate && this.#trustBundle ? [certificate, this.#trustBundle] : undefined;
  }

  /** Ends the renewal of identities that no proxy of the mesh has any more. */
  keepOnly(spiffeIds: ReadonlySet<string>): void {
    for (const [spiffeId, subscription] of this.#subscriptions) {
      if (spiffeIds.has(spiffeId)) continue;
      subscription.unsubscribe();
      this.#subscriptions.delete(spiffeId);
      this.#certificates.delete(spiffeId);
    }
  }

  #subscribe(spiffeId: string): void {
    if (!this.#source || this.#subscriptions.has(spiffeId)) return;
    const subscription = this.#source.leafFor(spiffeId, (leaf) => this.#receive(leaf));
    this.#subscriptions.set(spiffeId, subscription);
    const current = subscription.current();
    if (current) this.#certificates.set(spiffeId, workloadCertificateResource(current));
  }

  #receive(leaf: Leaf): void {
    this.#certificates.set(leaf.spiffeId, workloadCertificateResource(leaf));
    this.#onChange(leaf.spiffeId);
  }
}
