import { readFileSync } from "node:fs";
import { AgentClient } from "../client/agent-client.ts";
import { createNodeFetch } from "../platform/node/fetch.ts";
import type { AgentAccess } from "./environment.ts";

/**
 * A client of the agent at an address such as `http://127.0.0.1:8500`.
 * @throws Error of the system when a file cannot be read
 */
export function agentAt(address: string, access: AgentAccess): AgentClient {
  const { token, authoritiesFile, clientCertificateFile, clientKeyFile } = access;
  const fetch = createNodeFetch({
    ...(token !== undefined && { headers: { authorization: `Bearer ${token}` } }),
    tls: {
      ...(authoritiesFile !== undefined && { ca: readFileSync(authoritiesFile, "utf8") }),
      ...(clientCertificateFile !== undefined && { cert: readFileSync(clientCertificateFile, "utf8") }),
      ...(clientKeyFile !== undefined && { key: readFileSync(clientKeyFile, "utf8") }),
    },
  });
  return new AgentClient({ address, fetch });
}
