/**
 * Where a proxy's identity comes from.
 *
 * This is the seam between "who presents a certificate" and "who made its key". The server's implementation makes keys
 * itself and is for development only: a key that crosses a wire is not the workload's alone. `mesh connect envoy`
 * implements the same interface beside the proxy: it keeps the key in its own memory, gets the leaf signed by a
 * certificate request and hands both to Envoy through SDS on a unix socket.
 */
export interface LeafSource {
  /**
   * Subscribes to the identity `spiffeId`. Everyone who asks for the same id shares one key and leaf.
   *
   * `onLeaf` gets every leaf from the first on, each valid when it arrives, and is never called before this method has
   * returned. When a leaf exists already, `current()` has it and `onLeaf` waits for the next.
   * @throws AuthorityError `bad-spiffe-id`, `wrong-trust-domain`
   */
  leafFor(spiffeId: string, onLeaf: (leaf: Leaf) => void): LeafSubscription;
}

export interface LeafSubscription {
  /** The leaf to present now. Undefined before the first is signed, and while an expired one has no successor. */
  current(): Leaf | undefined;
  /** No call of `onLeaf` follows. With the last subscription of an id, its renewal ends and its key is forgotten. */
  unsubscribe(): void;
}

export interface Leaf {
  readonly spiffeId: string;
  /** The leaf, then its intermediate. */
  readonly certificateChainPem: string;
  /** PKCS#8. Never to be logged or stored. */
  readonly privateKeyPem: string;
  readonly notAfter: Date;
  /** Lower-case hex, without separators. */
  readonly serialHex: string;
}
