import { once } from "node:events";
import { connect, createServer } from "node:tls";
import type { TLSSocket } from "node:tls";
import { afterEach, beforeAll, expect, test } from "@jest/globals";
import type { AuthorityState } from "../../src/ca/authority-state.ts";
import { createAuthority } from "../../src/ca/create-authority.ts";
import { nodeClock } from "../../src/platform/node/clock.ts";
import { createForeignAuthority, mintLeaf } from "../support/certificates.ts";
import type { TestIdentity } from "../support/certificates.ts";

const web = "spiffe://mesh.internal/ns/default/dc/dc1/svc/web";
const api = "spiffe://mesh.internal/ns/default/dc/dc1/svc/api";
let state: AuthorityState;
let close: () => void = () => undefined;

beforeAll(async () => {
  state = await createAuthority({ trustDomain: "mesh.internal", clock: nodeClock });
});

afterEach(() => close());

test("OpenSSL accepts both sides of a connection, by root and intermediate", async () => {
  await expect(handshake(await mintLeaf(state, api), await mintLeaf(state, web))).resolves.toEqual({
    seenByServer: { name: `URI:${web}`, refusal: undefined },
    seenByClient: { name: `URI:${api}`, refusal: undefined },
  });
});

test("OpenSSL refuses a client of a foreign authority that claims the same trust domain", async () => {
  const foreign = await mintLeaf(await createForeignAuthority("mesh.internal"), web);
  const client = { ...foreign, ca: state.root.certificatePem };
  await expect(handshake(await mintLeaf(state, api), client)).resolves.toMatchObject({
    seenByServer: { refusal: "UNABLE_TO_GET_ISSUER_CERT_LOCALLY" },
    seenByClient: { refusal: undefined },
  });
});

interface Peer {
  readonly name: string | undefined;
  /** OpenSSL's reason; undefined when it trusts the peer. */
  readonly refusal: unknown;
}

/** What each side thinks of the other. */
async function handshake(
  server: TestIdentity,
  client: TestIdentity,
): Promise<{ seenByServer: Peer; seenByClient: Peer }> {
  const listener = createServer({ ...server, requestCert: true, rejectUnauthorized: false });
  const served = new Promise<TLSSocket>((resolve, reject) => {
    listener.once("secureConnection", resolve).once("tlsClientError", reject);
  });
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  const address = listener.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const socket = connect({
    ...client,
    port,
    host: "127.0.0.1",
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
  });
  socket.on("error", () => undefined);
  close = () => {
    socket.destroy();
    listener.close();
  };
  const accepted = await served;
  const peers = { seenByServer: peerOf(accepted), seenByClient: peerOf(socket) };
  accepted.destroy();
  return peers;
}

function peerOf(socket: TLSSocket): Peer {
  // An accepted socket has null here.
  const refusal: unknown = socket.authorizationError;
  return { name: socket.getPeerX509Certificate()?.subjectAltName, refusal: refusal ?? undefined };
}
