import type { Listener } from "../gen/envoy.config.listener.v3.ts";

/**
 * Where a listener listens, alone. By default Envoy shares ports between processes: two meshes on one machine would
 * then mix their requests without a word, where now the second one is told that the address is in use.
 */
export function listenOn(address: string, port: number): Pick<Listener, "address" | "enable_reuse_port"> {
  return { address: { socket_address: { address, port_value: port } }, enable_reuse_port: false };
}
