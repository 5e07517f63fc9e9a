import type { AuthorityState } from "../../src/ca/authority-state.ts";
import { createAuthority } from "../../src/ca/create-authority.ts";
import { generateKeyPair, privateKeyToPem } from "../../src/ca/key-pair.ts";
import { openAuthority } from "../../src/ca/open-authority.ts";
import type { Clock } from "../../src/platform/clock.ts";
import { nodeClock } from "../../src/platform/node/clock.ts";

/** What a TLS client or server of a test presents and trusts; the fields go into `node:tls` as they are. */
export interface TestIdentity {
  /** The leaf, then the intermediate. */
  readonly cert: string;
  readonly key: string;
  /** The root to trust. */
  readonly ca: string;
  readonly serialHex: string;
}

interface MintOptions {
  /** Default: an hour. */
  readonly ttlMs?: number;
  /** Default: the system's, as real peers judge by it. */
  readonly clock?: Pick<Clock, "now">;
}

/** A leaf for any id of the authority's trust domain, past every check of who may have it. */
export async function mintLeaf(
  state: AuthorityState,
  spiffeId: string,
  { ttlMs = 3_600_000, clock = nodeClock }: MintOptions = {},
): Promise<TestIdentity> {
  const authority = await openAuthority(state, clock);
  const { publicKey, privateKey } = await generateKeyPair();
  const leaf = await authority.signLeaf({ publicKey, spiffeId, ttlMs });
  return {
    cert: leaf.certificateChainPem,
    key: await privateKeyToPem(privateKey),
    ca: state.root.certificatePem,
    serialHex: leaf.serialHex,
  };
}

/** An authority nobody trusts, though it claims the same trust domain. */
export function createForeignAuthority(trustDomain: string): Promise<AuthorityState> {
  return createAuthority({ trustDomain, clock: nodeClock });
}
