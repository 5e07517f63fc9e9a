import type { Cluster } from "../../envoy/gen/envoy.config.cluster.v3.ts";
import type { FilterChain, Listener } from "../../envoy/gen/envoy.config.listener.v3.ts";
import type { Connection } from "../condition/request-view.ts";
import { chooseFilterChain } from "./filter-chain.ts";
import { tlsSide } from "./tls.ts";

/** Whether a proxy can open a connection to another one, and what the other then knows of it. */
export type Handshake =
  | { readonly kind: "connected"; readonly chain: FilterChain; readonly connection: Connection }
  | { readonly kind: "failed"; readonly verdict: "denied" | "unreachable"; readonly details: string };

interface Parties {
  /** The caller's cluster. */
  readonly cluster: Cluster;
  readonly callerId: string;
  /** The destination's listener. */
  readonly listener: Listener;
  readonly destinationId: string;
}

/** Both identities are taken to be signed by an authority that the other side trusts. */
export function handshake({ cluster, callerId, listener, destinationId }: Parties): Handshake {
  const client = tlsSide(cluster.transport_socket);
  const hello: Connection = {
    caller: undefined,
    serverName: client?.serverName ?? "",
    isTls: client !== undefined,
    applicationProtocols: client?.applicationProtocols ?? [],
  };
  const chain = chooseFilterChain(listener, hello);
  if (!chain) return { kind: "failed", verdict: "unreachable", details: "filter_chain_not_found" };
  const server = tlsSide(chain.transport_socket);
  if (!client && !server) return { kind: "connected", chain, connection: hello };
  if (!client || !server) return { kind: "failed", verdict: "unreachable", details: "tls_mismatch" };
  if (!client.accepts(destinationId))
    return { kind: "failed", verdict: "unreachable", details: "destination_not_accepted" };
  if (!server.accepts(callerId)) return { kind: "failed", verdict: "denied", details: "caller_not_accepted" };
  return { kind: "connected", chain, connection: { ...hello, caller: callerId } };
}
