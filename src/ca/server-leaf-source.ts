import type { CancelTimer, Clock } from "../platform/clock.ts";
import { silentLogger } from "../platform/logger.ts";
import type { Logger } from "../platform/logger.ts";
import type { Random } from "../platform/random.ts";
import { AuthorityError } from "./authority-error.ts";
import type { CertificateAuthority } from "./certificate-authority.ts";
import { generateKeyPair, privateKeyToPem } from "./key-pair.ts";
import { startLeafRenewal, stepLeafRenewal } from "./leaf-renewal.ts";
import type { LeafRenewal, LeafRenewalEffect, LeafRenewalEvent } from "./leaf-renewal.ts";
import type { Leaf, LeafSource, LeafSubscription } from "./leaf-source.ts";
import { parseSpiffeId } from "./spiffe-id.ts";

/** Three days, as in Consul: a leaf outlasts a long weekend without its authority. */
export const defaultLeafTtlMs = 72 * 60 * 60 * 1000;

export interface ServerLeafSourceOptions {
  readonly authority: CertificateAuthority;
  readonly clock: Clock;
  readonly random: Random;
  /** Default: none. */
  readonly logger?: Logger;
  /** Default: {@link defaultLeafTtlMs}. */
  readonly leafTtlMs?: number;
}

/** Makes keys in the server's memory: for `-dev` only, see {@link LeafSource}. Every renewal makes a new key. */
export function createServerLeafSource(options: ServerLeafSourceOptions): LeafSource & { close(): void } {
  const settings = { logger: silentLogger, leafTtlMs: defaultLeafTtlMs, ...options };
  const identities = new Map<string, Identity>();
  return {
    leafFor(spiffeId, onLeaf) {
      checkId(spiffeId, settings.authority.trustDomain);
      const identity = identities.get(spiffeId) ?? new Identity(spiffeId, settings);
      identities.set(spiffeId, identity);
      return identity.subscribe(onLeaf, () => identities.delete(spiffeId));
    },
    close() {
      for (const identity of identities.values()) identity.stop();
      identities.clear();
    },
  };
}

/** One key and leaf, its renewal and its subscribers. */
class Identity {
  readonly #spiffeId: string;
  readonly #settings: Required<ServerLeafSourceOptions>;
  readonly #listeners = new Set<{ readonly onLeaf: (leaf: Leaf) => void }>();
  #renewal: LeafRenewal = startLeafRenewal.state;
  #leaf: Leaf | undefined;
  #cancelWake: CancelTimer = () => undefined;

  constructor(spiffeId: string, settings: Required<ServerLeafSourceOptions>) {
    this.#spiffeId = spiffeId;
    this.#settings = settings;
    this.#perform(startLeafRenewal.effects);
  }

  subscribe(onLeaf: (leaf: Leaf) => void, onLast: () => void): LeafSubscription {
    const listener = { onLeaf };
    this.#listeners.add(listener);
    return {
      current: () => this.#current(),
      unsubscribe: () => {
        // A second call must not end an identity that others have opened anew meanwhile.
        if (!this.#listeners.delete(listener) || this.#listeners.size > 0) return;
        this.stop();
        onLast();
      },
    };
  }

  stop(): void {
    this.#listeners.clear();
    this.#leaf = undefined;
    this.#step({ kind: "stop" });
  }

  #current(): Leaf | undefined {
    return this.#leaf && this.#settings.clock.now() < this.#leaf.notAfter.getTime() ? this.#leaf : undefined;
  }

  #step(event: LeafRenewalEvent): void {
    const { state, effects } = stepLeafRenewal(this.#renewal, event);
    this.#renewal = state;
    this.#perform(effects);
  }

  #perform(effects: readonly LeafRenewalEffect[]): void {
    for (const effect of effects) {
      switch (effect.kind) {
        case "sign":
          void this.#sign();
          break;
        case "wake":
          this.#cancelWake();
          this.#cancelWake = this.#settings.clock.after(effect.afterMs, () => this.#wake());
          break;
        case "cancel-wake":
          this.#cancelWake();
          break;
      }
    }
  }

  #wake(): void {
    this.#step({ kind: "woken", nowMs: this.#settings.clock.now() });
  }

  /** Never rejects. */
  async #sign(): Promise<void> {
    const { clock, random, logger } = this.#settings;
    try {
      const leaf = await this.#newLeaf();
      if (this.#renewal.kind === "stopped") return;
      this.#leaf = leaf;
      this.#step({
        kind: "signed",
        nowMs: clock.now(),
        notAfterMs: leaf.notAfter.getTime(),
        fraction: random.fraction(),
      });
      this.#publish();
    } catch (error) {
      if (this.#renewal.kind === "stopped") return;
      logger.warn("No leaf was signed; trying again", { spiffeId: this.#spiffeId, error: messageOf(error) });
      this.#step({ kind: "failed", nowMs: clock.now(), fraction: random.fraction() });
    }
  }

  async #newLeaf(): Promise<Leaf> {
    const { authority, leafTtlMs } = this.#settings;
    const spiffeId = this.#spiffeId;
    const { publicKey, privateKey } = await generateKeyPair();
    const signed = await authority.signLeaf({ publicKey, spiffeId, ttlMs: leafTtlMs });
    const privateKeyPem = await privateKeyToPem(privateKey);
    const { certificateChainPem, notAfter, serialHex } = signed;
    return { spiffeId, certificateChainPem, privateKeyPem, notAfter, serialHex };
  }

  #publish(): void {
    for (const listener of [...this.#listeners]) {
      const leaf = this.#current();
      if (!leaf) return;
      // One called before may have ended this one's subscription.
      if (!this.#listeners.has(listener)) continue;
      try {
        listener.onLeaf(leaf);
      } catch (error) {
        // One subscriber's fault must cost neither the others their leaf nor this one its next.
        this.#settings.logger.error("A subscriber failed on a leaf", {
          spiffeId: this.#spiffeId,
          error: messageOf(error),
        });
      }
    }
  }
}

function checkId(spiffeId: string, trustDomain: string): void {
  const id = parseSpiffeId(spiffeId);
  if (!id)
    throw new AuthorityError("bad-spiffe-id", `${spiffeId.slice(0, 200)} is not the id of a workload.`);
  if (id.trustDomain === trustDomain) return;
  throw new AuthorityError("wrong-trust-domain", `${spiffeId} is not of the trust domain ${trustDomain}.`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "unknown error";
}
