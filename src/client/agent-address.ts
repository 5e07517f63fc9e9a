/** Where an agent's HTTP API listens unless it is told otherwise: Consul's port, on loopback. */
export const defaultHttpPort = 8500;
export const defaultAgentAddress = `http://127.0.0.1:${defaultHttpPort}`;

/** `127.0.0.1:8500` means `http://127.0.0.1:8500`, as people write it. */
export function withScheme(address: string): string {
  return /^https?:\/\//.test(address) ? address : `http://${address}`;
}
